# 决算公开。常用：make report（生成文档）、make test（自检）。第一次运行会自动准备环境，以后只看一眼。
PYTHON ?= python3
VENV := .venv
DATA ?=
OUT ?= output
FORMAT ?= docx,pdf,html,xlsx
STRICT ?=
XLSX ?=
ENGINE ?=
FONTS ?=
PLATFORM ?=
ONLY ?=
UPDATE ?=
SITE ?= output/公开专栏
TITLE ?= 部门（单位）决算公开
JUESUAN ?= $(VENV)/bin/juesuan
# 告诉程序它是由 make 运行的：提示里就写 YES=1，不写 --yes。
JUESUAN_MAKE := 1
export XLSX FOLDER PLATFORM ONLY UPDATE DATA OUT FORMAT STRICT ENGINE FONTS SITE TITLE UNIT YEAR OLD NEW FILE INTO MAP YES JUESUAN JUESUAN_MAKE

# 写错文件名之类的事，用中文说清楚就行，不让 make 再用英文报错；自动流程加 STRICT=1，照样失败。程序自己的错误（70）总是失败。
STOP = exit $${STRICT:+2}
END = if [ $$code -ge 2 ] && [ $$code -lt 70 ] && [ -z "$$STRICT" ]; then echo "没有完成：按上面的提示改好，再运行一次。" >&2; exit 0; fi; exit $$code

# 没有写 DATA 就取 data/ 里的全部；写了的，先当作一个文件名（可以有空格），不是再当作几个。文件不存在是写法不对，不是审核稿。
FILES = if [ -z "$$DATA" ]; then set -- data/*.yaml; elif [ -e "$$DATA" ]; then set -- "$$DATA"; else set -- $$DATA; fi; \
	if [ "$$*" = "data/*.yaml" ]; then echo "data/ 里还没有数据文件。先新建一个：make new UNIT=单位名称 YEAR=年度" >&2; $(STOP); fi; \
	for file; do if [ ! -e "$$file" ]; then echo "没有这个数据文件：$$file" >&2; $(STOP); fi; done

.DEFAULT_GOAL := help
.PHONY: help serve ready ready-for-tests setup kit report check audit fix new import roll diff site test trials bench code clean

help:
	@echo "make report                      生成 data/ 里每个数据文件的文档，放在 output/"
	@echo "make report DATA=data/某某.yaml   只生成一个；可加 FORMAT=docx,pdf,html,xlsx、OUT=文件夹、ENGINE=weasyprint、FONTS=system"
	@echo "make report STRICT=1             有单位没有通过校验、有文件找不到，就算失败（给自动流程用；各命令都可加）"
	@echo "make check                       只校验，不生成文档；可加 DATA="
	@echo "make audit FILE=某某.docx          审核做好的公开文件（Word、PDF、网页、文本、Excel）或一个文件夹；可加 DATA=、XLSX=清单.xlsx"
	@echo "make serve                       在浏览器里填写、边填边看、生成（只在本机）；可加 FOLDER=数据文件夹"
	@echo "make fix DATA=data/某某.yaml      改正键盘造成的笔误（全角符号等），不动金额"
	@echo "make new UNIT=单位名称 YEAR=年度   新建一个可以填写的数据文件"
	@echo "make import FILE=报表.xls          从决算报表（或定稿 PDF）导入数；更新已有的文件加 INTO=data/某某.yaml，不用再问加 YES=1"
	@echo "make roll DATA=data/某某.yaml     由今年的数据文件生成下一年的"
	@echo "make diff OLD=旧稿.yaml NEW=新稿.yaml   对照两稿，写更正说明和审稿用"
	@echo "make site                        把各单位的公开文件做成公开专栏（网站文件夹），放在 $$SITE；可加 DATA=、TITLE=标题"
	@echo "make test                        运行自检"
	@echo "make trials                      更久的自检（反复中断、超大文件）"
	@echo "make code                        检查程序的写法和类型"
	@echo "make bench                       测速，结果写进 docs/性能.md（约二十分钟）"
	@echo "make kit                         做绿色版（给不能联网、没有管理员的电脑），放在 output/kit；可加 PLATFORM=windows-x86_64"
	@echo "make setup                       重新检查环境"
	@echo "make clean                       删去 output/ 里生成的文档（被人改过的留下）"

# 锁定的版本没有变、环境都在，就什么也不做（约 0.1 秒）。
# 生成文档只要运行所需的组件；自检、测速另要一些（ready-for-tests）。
ready:
	@$(PYTHON) tools/bootstrap.py

ready-for-tests:
	@$(PYTHON) tools/bootstrap.py --tests

setup:
	@$(PYTHON) tools/bootstrap.py --tests --again

# 绿色版：拷到不能联网的电脑上，解压就能用。换了锁定的版本以后加 UPDATE=1，重新记录各组件的摘要。
kit: ready
	@$(VENV)/bin/python tools/make_kit.py $${PLATFORM:+--platform "$$PLATFORM"} $${ONLY:+--python "$$ONLY"} $${UPDATE:+--update}

# 退出码 1 表示有错误；在 make 里说成一句话，不让 make 用英文报错。自动流程加 STRICT=1。
# report 的退出码 1 表示有单位没有通过校验：文档出来了，但是审核稿。
report: ready
	@$(FILES); "$$JUESUAN" report "$$@" -o "$$OUT" --format "$$FORMAT" $${ENGINE:+--engine "$$ENGINE"} $${FONTS:+--fonts "$$FONTS"}; code=$$?; \
	if [ $$code -eq 1 ] && [ -z "$$STRICT" ]; then \
	echo "有单位没有通过校验：它的文档是审核稿（读不懂的数据文件则没有文档），不能公开。按上面的提示改好数据文件，再运行 make report。"; exit 0; fi; $(END)

check: ready
	@$(FILES); "$$JUESUAN" check "$$@"; code=$$?; \
	if [ $$code -eq 1 ] && [ -z "$$STRICT" ]; then echo "有错误要改：按上面的提示改好数据文件，再运行 make check。"; exit 0; fi; $(END)

# FILE 是一份公开文件，或一个文件夹；不改动文件。
audit: ready
	@if [ -z "$$FILE" ]; then echo "要写明审核哪份文件：make audit FILE=某某.docx（或一个文件夹）" >&2; $(STOP); fi; \
	if [ -e "$$FILE" ]; then set -- "$$FILE"; else set -- $$FILE; fi; \
	if [ -n "$$DATA" ]; then set -- "$$@" --against "$$DATA"; fi; \
	if [ -n "$$XLSX" ]; then set -- "$$@" --xlsx "$$XLSX"; fi; \
	"$$JUESUAN" audit "$$@"; code=$$?; \
	if [ $$code -eq 1 ] && [ -z "$$STRICT" ]; then echo "有错误，见上面。"; exit 0; fi; $(END)

# 在浏览器里做：Ctrl+C 结束。例子从 data/ 里复制。
serve: ready
	@"$$JUESUAN" serve "$${FOLDER:-data}" $${FOLDER:+--examples data}; code=$$?; $(END)

fix: ready
	@if [ -z "$$DATA" ]; then echo "要写明改哪个文件：make fix DATA=data/某某.yaml" >&2; $(STOP); fi; \
	$(FILES); "$$JUESUAN" fix "$$@"; code=$$?; \
	if [ $$code -eq 1 ] && [ -z "$$STRICT" ]; then echo "还有几处要您自己改（见上面），改好后运行 make check。"; exit 0; fi; $(END)

new: ready
	@if [ -z "$$UNIT" ] || [ -z "$$YEAR" ]; then echo "要写明单位名称和年度：make new UNIT=单位名称 YEAR=年度" >&2; $(STOP); fi; \
	"$$JUESUAN" new "$$UNIT" "$$YEAR"; code=$$?; $(END)

# 几个报表一起导入时用空格隔开；更新前会列出改动再问，不想问就加 YES=1。
import: ready
	@if [ -z "$$FILE" ]; then echo "要写明报表文件：make import FILE=报表.xls" >&2; $(STOP); fi; \
	if [ -e "$$FILE" ]; then set -- "$$FILE"; else set -- $$FILE; fi; \
	if [ -n "$$INTO" ]; then set -- "$$@" --into "$$INTO"; fi; \
	if [ -n "$$MAP" ]; then set -- "$$@" --map "$$MAP"; fi; \
	if [ -n "$$YEAR" ]; then set -- "$$@" --year "$$YEAR"; fi; \
	if [ -n "$$YES" ]; then set -- "$$@" --yes; fi; \
	"$$JUESUAN" import "$$@"; code=$$?; \
	if [ $$code -eq 1 ] && [ -z "$$STRICT" ]; then echo "有几处要您核对（见上面）。"; exit 0; fi; $(END)

roll: ready
	@if [ -z "$$DATA" ]; then echo "要写明由哪个文件生成：make roll DATA=data/某某-2023.yaml" >&2; $(STOP); fi; \
	$(FILES); "$$JUESUAN" roll "$$@"; code=$$?; $(END)

diff: ready
	@if [ -z "$$OLD" ] || [ -z "$$NEW" ]; then echo "要写明两个数据文件：make diff OLD=旧稿.yaml NEW=新稿.yaml" >&2; $(STOP); fi; \
	"$$JUESUAN" diff "$$OLD" "$$NEW" -o "$$OUT"; code=$$?; $(END)

# 有错误的单位不上架；专栏照样生成。
site: ready
	@$(FILES); "$$JUESUAN" site "$$@" -o "$$SITE" --title "$$TITLE"; code=$$?; \
	if [ $$code -eq 1 ] && [ -z "$$STRICT" ]; then echo "有单位没有上架（见上面）：按提示改好数据文件，再运行 make site。"; exit 0; fi; $(END)

test: ready-for-tests
	@$(VENV)/bin/python -m pytest

# 反复中断、超大文件之类，几分钟；make test 不含这些。
trials: ready-for-tests
	@$(VENV)/bin/python -m pytest -m long
	@JUESUAN_TRIALS=1 $(VENV)/bin/python -m pytest tests/test_editing.py tests/test_slips.py tests/test_mutations.py \
		tests/test_importing.py tests/test_importing_into.py

code: ready-for-tests
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

# 约二十分钟，写出 docs/性能.md。和 LibreOffice、Chromium 比（没有装的不比）。
bench: ready-for-tests
	@$(VENV)/bin/python -m benchmarks

# 只删没有人改过的。
clean: ready
	@$(VENV)/bin/python -m generator.pipeline.clearing "$$OUT"; code=$$?; $(END)
