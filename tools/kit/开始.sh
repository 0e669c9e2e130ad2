#!/bin/sh
# 决算公开：双击，或在终端里运行 sh 开始.sh。写上命令也行，如 sh 开始.sh check 某局-2023.yaml。
here=$(cd "$(dirname "$0")" && pwd -P) || exit 3
machine=@机器@

# 从文件管理器里双击的，没有终端：打开一个。
if [ ! -t 0 ] && [ ! -t 1 ] && [ $# -eq 0 ] && [ -z "$JUESUAN_TERMINAL" ] && [ -n "$DISPLAY$WAYLAND_DISPLAY" ]; then
    export JUESUAN_TERMINAL=1
    for terminal in deepin-terminal ukui-terminal mate-terminal gnome-terminal konsole xfce4-terminal x-terminal-emulator xterm; do
        command -v "$terminal" >/dev/null 2>&1 || continue
        case $terminal in
        gnome-terminal) exec "$terminal" -- sh "$here/开始.sh" ;;
        mate-terminal | xfce4-terminal) exec "$terminal" -x sh "$here/开始.sh" ;;
        *) exec "$terminal" -e sh "$here/开始.sh" ;;
        esac
    done
fi

# 说一句话就结束；终端是为此打开的，就等一等再关。
stop() {
    printf '\n%s\n' "$1" >&2
    [ -n "$JUESUAN_TERMINAL" ] && { printf '按回车关闭。' >&2; read -r _; }
    exit 3
}

[ "$(uname -m)" = "$machine" ] || stop "这个压缩包是给 $machine 的，这台电脑是 $(uname -m)。请换用相应的压缩包。"

minor_of() {
    "$1" -I -c 'import sys; print(".".join(map(str, sys.version_info[:2])))' 2>/dev/null
}

found=
python=
for program in python3 python3.14 python3.13 python3.12 python3.11; do
    path=$(command -v "$program" 2>/dev/null) || continue
    minor=$(minor_of "$path") || continue
    [ -n "$minor" ] || continue
    [ -n "$found" ] || found=$minor
    if [ -d "$here/app/lib-$minor" ]; then
        python=$path
        break
    fi
done

if [ -z "$python" ]; then
    if [ -n "$found" ]; then first="这台电脑的 Python 是 $found，"; else first="这台电脑没有 Python，"; fi
    stop "${first}本程序要 3.11 到 3.14。办法有三个：
  1. 请管理员从系统自己的软件源安装 python3.11（或 3.12、3.13、3.14），装好再双击“开始”；原来的 Python 不受影响；
  2. 换一台有新版 Python 的电脑（Debian 12、Ubuntu 24.04 和以后的自带）；
  3. 换一台 Windows 电脑，用 windows-x86_64 的压缩包，它自带 Python。"
fi

# 只用自己带的组件，不受用户另装的影响，也不往这个文件夹里写。
unset PYTHONHOME PYTHONSTARTUP PYTHONSAFEPATH
export PYTHONPATH="$here/app/lib-$minor:$here/app/lib" PYTHONNOUSERSITE=1
"$python" -X utf8 -m generator.desk "$@"
code=$?
[ "$code" -ne 0 ] && [ $# -eq 0 ] && [ -n "$JUESUAN_TERMINAL" ] && { printf '按回车关闭。' >&2; read -r _; }
exit "$code"
