#!/usr/bin/env bash
# Compiles the stand-alone program and holds it against the one that test.sh tries: the same commands, pages and runs. Then the tests that start, interrupt and kill the program start this one.
# Takes about 7 minutes. Needs gcc or clang. Another program than a new one: ./test-standalone.sh PATH
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
if [ $# -gt 0 ]; then
    MODELLAB_STANDALONE=$(realpath "$1")
else
    dotnet publish src/ModelLab.Cli -c Release -p:Standalone=true -o artifacts/modellab -v quiet
    MODELLAB_STANDALONE=$PWD/artifacts/modellab/modellab
fi
export MODELLAB_STANDALONE
dotnet build tests/ModelLab.Cli.Tests -v quiet
tests=tests/ModelLab.Cli.Tests/bin/Debug/net10.0/ModelLab.Cli.Tests.dll
timeout -s KILL 600 dotnet $tests -noLogo -noColor -explicit only -class '*Standalone*'
timeout -s KILL 600 dotnet $tests -noLogo -noColor -class '*InterruptTests' -class '*KillTests' -class '*LiveTests' -class '*FullDiskTests' -class '*BadInputTests' -class '*TelemetryTests' -class '*RaceTests'
