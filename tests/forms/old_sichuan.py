"""A small unit under the old Sichuan form, as its tests change it."""

from __future__ import annotations

import yaml

from tests import bureau
from tests.bureau import with_values

PERFORMANCE = """
事前绩效评估: 1
绩效目标: 1
绩效监控: 1
绩效自评: 1
整体自评: {综述: 总体较好, 报告: "一、部门概况\\n内容。"}
项目完成情况:
  - 项目名称: 甲项目
    财政拨款预算数: 60
    财政拨款执行数: 50
    成效: 完成了甲事
    指标: [{一级指标: 项目完成指标, 二级指标: 数量指标, 三级指标: 次数, 预期指标值: 3次, 实际完成指标值: 3次}]
"""
BASE = with_values(
    bureau.BASE,
    {
        "版式": "四川旧式",
        "设置": None,
        "单位/名称": "某县某局",
        "单位/简称": "县某局",
        "单位/口径": "部门",
        "单位/重点工作": "完成某事。",
        "单位/内设机构": None,
        "单位/下属单位": [{"名称": "某中心", "性质": "其他事业单位"}],
        "机关运行经费/决算数": "20",
        "国有资产/设备": {"单价50万元以上通用设备": "0", "单价100万元以上专用设备": "2"},
        "预算绩效": yaml.load(PERFORMANCE, Loader=yaml.BaseLoader),
    },
)
