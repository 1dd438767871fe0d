#!/usr/bin/env bash
# Makes what is given away, the self-contained program and the .NET tool, and tries both as their users do. The last line counts: "packages: 12 passed, 0 failed".
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

work=$(mktemp -d)
jobs=()
end() {
    [ ${#jobs[@]} -eq 0 ] || kill "${jobs[@]}" 2>/dev/null
    wait
    rm -rf "$work"
}
trap end EXIT

passed=0 failed=0
# try WHAT COMMAND...: the output of a command that fails is shown.
try() {
    local what=$1 output
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'packages: %s failed:\n%s\n' "$what" "$(tail -n 20 <<<"$output")"
    fi
}

# A user's shell: no SDK on the PATH, an empty home.
mkdir -p "$work/home" "$work/place"
program() { cd "$work/place" && exec env -i PATH=/usr/bin:/bin HOME="$work/home" "${variables[@]}" "$work/program/modellab" "$@"; }
tool() { cd "$work/place" && exec "$work/tool/modellab" "$@"; }
variables=(LANG=C.UTF-8)

# starts FILE: waits for the line in which a server that writes into the file says its address, and prints that.
starts() {
    local address
    for _ in $(seq 300); do
        address=$(grep -m 1 -oE 'http://[0-9.]+:[0-9]+' "$1") && echo "$address" && return
        sleep 0.2
    done
    return 1
}

publish_program() { dotnet publish src/ModelLab.Cli -r linux-x64 -o "$work/program" -v quiet && [ "$(ls "$work/program")" = modellab ]; }
version_of() { [[ $("$1" --version) =~ ^[0-9]+\.[0-9]+\.[0-9]+ ]]; }
demo_of() { ("$1" demo --output-dir "$1" --lang en) >"$work/demo.txt" && grep -q 'Production judges' "$work/demo.txt" && [ -s "$work/place/$1/benchmark_runs.json" ]; }
sweep() {
    local data=program/sample/dataset_synthetic_20261101_120000.json
    (program run --tier 2 --limit 5 --dataset "$data" --output-dir sweep --generation-models g1,g2 --judge-models j1) \
        && grep -q '"generation_model": "g2"' "$work/place/sweep/benchmark_runs.json"
}
# Refuses a model that is none: what refuses it is ONNX Runtime itself, unpacked.
onnx_of() {
    mkdir -p "$work/place/model"
    printf '[PAD]\n[UNK]\n[CLS]\n[SEP]\nдом\n' >"$work/place/model/vocab.txt"
    echo none >"$work/place/model/model.onnx"
    ("$1" kb embed --knowledge-base "$1/sample/knowledge_base.jsonl" --embedding-model onnx:model) 2>"$work/onnx.txt"
    cat "$work/onnx.txt" && grep -q 'model.onnx: cannot be loaded' "$work/onnx.txt"
}
page() { curl --silent --show-error --fail "$1$2" | grep -q "$3"; }

pack_tool() { dotnet pack src/ModelLab.Cli -o "$work/packages" -v quiet; }
install_tool() {
    # From the folder alone, and past the cache, where an earlier package of the same version may lie.
    printf '<configuration><packageSources><clear /><add key="here" value="%s" /></packageSources></configuration>' "$work/packages" >"$work/nuget.config"
    NUGET_PACKAGES=$work/cache dotnet tool install ModelLab --tool-path "$work/tool" --configfile "$work/nuget.config"
}

if [ "$(uname -sm)" = "Linux x86_64" ]; then
    try "dotnet publish" publish_program
    try "the program's --version" version_of program
    try "the program's demo" demo_of program
    try "the program's ONNX Runtime" onnx_of program

    dotnet "$root/tests/ModelLab.TestServer/bin/Debug/net10.0/ModelLab.TestServer.dll" --latency-ms 20 >"$work/server.txt" &
    jobs+=($!)
    models=$(starts "$work/server.txt")/v1
    variables+=("GENERATION_API_URL=$models" "BENCHMARKS_JUDGE_BASE_URL=$models")
    try "the program's sweep over the test server" sweep

    (program dashboard --port 0 --output-dir program) >"$work/dashboard.txt" 2>&1 &
    jobs+=($!)
    pages=$(starts "$work/dashboard.txt")
    try "a page of the program's dashboard" page "$pages" /overview 'builtin:always-yes'
    try "the program's API" page "$pages" /api/v1/runs '"runs"'
else
    echo "packages: the program is tried on Linux x86_64 alone"
fi

try "dotnet pack" pack_tool
try "dotnet tool install" install_tool
try "the tool's --version" version_of tool
try "the tool's demo" demo_of tool
try "the tool's ONNX Runtime" onnx_of tool

echo "packages: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
