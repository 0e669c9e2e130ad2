# 决算公开。常用：make report（生成文档）、make test（自检）。第一次运行会自动准备环境。
PYTHON ?= python3
VENV := .venv
DATA ?= $(wildcard data/*.yaml)
OUT ?= output
FORMAT ?= docx,pdf,html
JUESUAN := $(VENV)/bin/juesuan

.DEFAULT_GOAL := help
.PHONY: help setup report check test code new clean

help:  ## 显示用法
	@echo "make report                     生成 data/ 里每个数据文件的文档，放在 output/"
	@echo "make report DATA=data/某某.yaml  只生成一个"
	@echo "make check                      只校验，不生成文档"
	@echo "make new UNIT=单位名称 YEAR=年度  新建一个可以填写的数据文件"
	@echo "make test                       运行自检"
	@echo "make clean                      删去生成的文档"

# 锁定的版本变了，或环境没有，才重新准备。
$(VENV)/.ready: requirements.lock requirements-dev.lock pyproject.toml tools/bootstrap.py
	@$(PYTHON) tools/bootstrap.py

setup: $(VENV)/.ready

# 退出码 1 表示有单位没有通过校验：文档出来了，但只是审核稿。要把它当作失败，用 STRICT=1。
report: $(VENV)/.ready
	@$(JUESUAN) report $(DATA) -o $(OUT) --format $(FORMAT); code=$$?; \
	if [ $$code -eq 1 ] && [ -z "$(STRICT)" ]; then echo "有单位没有通过校验，生成的是审核稿；按上面的提示改好数据文件后再运行 make report。"; exit 0; fi; exit $$code

check: $(VENV)/.ready
	@$(JUESUAN) check $(DATA)

new: $(VENV)/.ready
	@$(JUESUAN) new "$(UNIT)" "$(YEAR)"

test: $(VENV)/.ready
	@$(VENV)/bin/python -m pytest

code: $(VENV)/.ready  ## 程序质量：风格和类型
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

clean:
	@rm -rf $(OUT)/*.docx $(OUT)/*.pdf $(OUT)/*.html
