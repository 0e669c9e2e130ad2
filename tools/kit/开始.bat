@echo off
setlocal
rem What stands below :incomplete and :old is UTF-8; all that runs otherwise is ASCII.
if not exist "%~dp0app\python\python.exe" goto incomplete
if /i "%PROCESSOR_ARCHITECTURE%"=="x86" if "%PROCESSOR_ARCHITEW6432%"=="" goto old
for /f "delims=" %%v in ('ver') do set "system=%%v"
if not "%system: 6.0.=%"=="%system%" goto old
if not "%system: 6.1.=%"=="%system%" goto old
if not "%system: 6.2.=%"=="%system%" goto old
"%~dp0app\python\python.exe" -X utf8 -m generator.desk %*
set code=%errorlevel%
if "%~1"=="" if not "%code%"=="0" pause
exit /b %code%

:incomplete
chcp 65001 >nul
echo.
echo 请先解压整个压缩包，再双击解压出来的文件夹里的“开始”。
echo 没有找到 app\python\python.exe；已经解压过的，多半是被杀毒软件隔离了，请管理员放行。
echo.
pause
exit /b 3

:old
chcp 65001 >nul
echo.
echo 本程序要 64 位的 Windows 10 或更新的版本；请换一台电脑。
echo.
pause
exit /b 3
