#!/usr/bin/env bash
# Builds everything and runs all tests, once in the invariant culture and once in ru-RU, where a decimal comma breaks careless code.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

dotnet build modellab.slnx -v quiet || { echo "the build failed"; exit 1; }

passed=0 failed=0
for project in tests/*.Tests; do
    name=$(basename "$project")
    for culture in invariant ru-RU; do
        output=$(dotnet "$project/bin/Debug/net10.0/$name.dll" -noColor -noLogo -failSkips -culture "$culture" 2>&1)
        code=$?
        summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' <<<"$output" | tail -n 1)
        read -r total errors fails < <(grep -oE '[0-9]+' <<<"$summary" | tr '\n' ' '; echo)
        if [ -z "${total:-}" ] || [ "$total" -eq 0 ]; then
            total=1 errors=0 fails=1 # a suite that ran nothing is a failure, not a success
        elif [ "$code" -ne 0 ] && [ $((errors + fails)) -eq 0 ]; then
            fails=1
        fi
        passed=$((passed + total - fails)) failed=$((failed + fails + errors))
        if [ $((fails + errors)) -gt 0 ]; then printf '%s\n' "$output"; fi
        echo "$name ($culture): $((total - fails)) passed, $((fails + errors)) failed"
        unset total errors fails
    done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
