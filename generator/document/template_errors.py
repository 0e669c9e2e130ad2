"""What went wrong in a form's templates or declarations → a FormError that says so in Chinese, with
template and line.
"""

from __future__ import annotations

from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError

from generator.document.evaluate import evaluation_error
from generator.document.tables import DeclarationError
from generator.forms.form import Form, FormError
from generator.templating.sandbox import FormEnvironment
from generator.templating.undefined_names import NOT_GIVEN, error_in_chinese
from generator.templating.vocabulary import VocabularyError

EXPECTED = (
    *(TemplateError, VocabularyError, DeclarationError, RecursionError, MemoryError),
    *(AttributeError, TypeError, ValueError, KeyError, IndexError, ArithmeticError),
)
"""What a wrong form can raise."""


def form_error_of(error: Exception, form: Form, environment: FormEnvironment) -> FormError | None:
    """The FormError for what was raised while a form was rendered.

    None when it is not the form's doing.
    """
    what = f"版式“{form.name}”"
    if isinstance(error, TemplateNotFound):
        folders = "、".join(folder.name for folder in form.chain)
        return FormError(f"{what}没有模板“{error.name}”（在这些文件夹里找过：{folders}）")
    if isinstance(error, TemplateSyntaxError):
        location = error.filename or error.name or "表达式"
        if error.lineno:
            location += f" 第 {error.lineno} 行"
        return FormError(
            f"{what}的模板有误：{error_in_chinese(error.message or '', environment)}（{location}）"
        )
    if isinstance(error, VocabularyError | DeclarationError):
        return FormError(f"{what}：{error}")
    where = _where(error)
    location = ""
    if where:
        location = f"（{where}）"
    if isinstance(error, RecursionError):
        return FormError(f"{what}的模板互相调用，停不下来{location}")
    if isinstance(error, MemoryError):
        return FormError(f"{what}的模板要的内存太多{location}")
    if isinstance(error, TemplateError):
        return FormError(
            f"{what}的模板有误：{error_in_chinese(error.message or str(error), environment)}{location}"
        )
    if not where:
        return None
    return FormError(f"{what}的模板有误：{evaluation_error(error, environment)}{location}")


def _where(error: BaseException) -> str | None:
    """Template and line of the innermost template frame of an error.

    None when no template stands in its way.
    """
    locations: list[str] = []
    trace = error.__traceback__
    while trace:
        if (
            "__jinja_exception__" in trace.tb_frame.f_globals
            or trace.tb_frame.f_code.co_filename.endswith(".html")
        ):
            locations.append(f"{trace.tb_frame.f_code.co_filename} 第 {trace.tb_lineno} 行")
        trace = trace.tb_next
    if len(locations) > 1 and str(error).startswith(NOT_GIVEN):
        return locations[-2]  # not the macro is wrong, but who calls it
    if not locations:
        return None
    return locations[-1]
