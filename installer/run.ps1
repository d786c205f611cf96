# Runs `tereze ARGS` and first installs what this machine lacks. Without ARGS: the window on the demonstration.
# The same contract as installer/run: PowerShell 5.1 or newer, Windows 10 or newer, 64 bit.
$ErrorActionPreference = 'Stop'
$here = Split-Path -Parent $PSScriptRoot
$lock = Join-Path $PSScriptRoot 'requirements-run.txt'
# One environment for each list of libraries: while a newer one comes, nobody's is half of each.
$venv = Join-Path $here ('.venvs\' + (Get-FileHash -Algorithm SHA256 $lock).Hash.Substring(0, 12).ToLower())
$half = "$venv.half"
$python = Join-Path $venv 'Scripts\python.exe'
$stamp = Join-Path $venv '.prepared-run'

function Say([string[]] $lines) { $lines | ForEach-Object { [Console]::Error.WriteLine($_) } }
function Stop-Here([string[]] $lines) { Say $lines; exit 4 }

function Find-Python {
    foreach ($one in @(@('py', '-3.11'), @('py', '-3'), @('python'))) {
        if (-not (Get-Command $one[0] -ErrorAction SilentlyContinue)) { continue }
        $rest = @($one | Select-Object -Skip 1)
        try { $found = & $one[0] @rest -c 'import sys; print(sys.executable if sys.version_info >= (3, 11) else str())' 2>$null }
        catch { continue }
        if ($found) { return $found }
    }
}

if (Test-Path (Join-Path $here '.next\whole')) { # another version was being put in, and that was cut off
    $system = Find-Python
    & $system (Join-Path $here '.next\program\installer\install.py') --finish $here
    if ($LASTEXITCODE -or (Test-Path (Join-Path $here '.next\whole'))) { exit 4 }
    & (Join-Path $here 'installer\run.ps1') @args
    exit $LASTEXITCODE
}

$wanted = (Get-FileHash -Algorithm SHA256 $lock).Hash
$have = ''
if ((Test-Path $python) -and (Test-Path $stamp)) { $have = (Get-Content -Raw $stamp).Trim() }
if ($have -ne $wanted) {
    $system = Find-Python
    if (-not $system -and (Get-Command winget -ErrorAction SilentlyContinue)) {
        Say 'Installing Python 3.11, once ...'
        & winget install --id Python.Python.3.11 --exact --scope user --silent --accept-package-agreements --accept-source-agreements | Out-Host
        $system = Find-Python
    }
    if (-not $system) { Stop-Here 'Python 3.11 or newer is needed: ask your administrator to install it, then start again.' }
    if ((Test-Path $half) -or -not (Test-Path $python)) {
        New-Item -Force -ItemType File $half | Out-Null # with the folder; cut off from here on, it is made anew
        & $system -m venv --clear $venv
        if ($LASTEXITCODE) { Stop-Here "Could not make $venv" }
    }
    New-Item -Force -ItemType File $half | Out-Null
    Say 'Installing libraries, a few minutes ...'
    $ErrorActionPreference = 'Continue'
    & $python -m pip install --quiet --no-input --disable-pip-version-check --progress-bar off --retries 5 `
        --require-hashes --no-deps --only-binary :all: --requirement $lock 2>&1 | ForEach-Object { Say "$_" }
    if ($LASTEXITCODE) { Stop-Here 'The libraries did not come. Network?' }
    Remove-Item $half
    Set-Content -Path $stamp -Value $wanted -Encoding ascii
    Say 'Ready.'
}

$ask = $args
if ($ask.Count -eq 0) { $ask = @('window', '--demo') } # Windows always has a screen
$env:PYTHONPATH = $here
$env:PYTHONUTF8 = '1'
& $python -P -m app @ask
exit $LASTEXITCODE
