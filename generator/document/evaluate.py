"""The expressions of 附表.yaml and 图.yaml.

What a name of the templates gives, and what is said when it gives nothing.
"""

from __future__ import annotations

from jinja2 import Undefined
from jinja2.exceptions import SecurityError, TemplateError

from generator.document.tables.base import DeclarationError, Evaluate
from generator.ledger.figure import Missing
from generator.templating.sandbox import FormEnvironment
from generator.templating.undefined_names import error_in_chinese

WRONG_EXPRESSIONS = (AttributeError, TypeError, ValueError, KeyError, IndexError, ArithmeticError)
"""What a slip in an expression raises."""


def evaluator(environment: FormEnvironment) -> Evaluate:
    """A function that gives the value of an expression.

    It raises DeclarationError, which quotes the expression.
    """

    def evaluate(text: str) -> object:
        # A bare name is half of all expressions.
        if text in environment.globals:
            return environment.globals[text]
        try:
            value: object = environment.compile_expression(text, undefined_to_none=False)()
            if isinstance(value, Undefined):
                str(value)  # raises, and says which name there is not
        except (TemplateError, SecurityError) as error:
            english = getattr(error, "message", None) or str(error)
            message = error_in_chinese(english, environment)
            raise DeclarationError(f"“{text}”写得不对：{message}") from error
        except WRONG_EXPRESSIONS as error:
            raise DeclarationError(
                f"“{text}”写得不对：{evaluation_error(error, environment)}"
            ) from error
        return value

    return evaluate


def evaluation_error(error: Exception, environment: FormEnvironment) -> str:
    """A slip in an expression, in the words of the language as far as they say anything."""
    owner, name = getattr(error, "obj", None), getattr(error, "name", None)
    if isinstance(error, AttributeError) and isinstance(owner, Missing) and name:
        return f"“{owner.key}”没有填写，是一个缺，没有“{name}”；先用 is 缺 判断"
    if isinstance(error, KeyError):
        return f"没有“{error.args[0]}”"
    return error_in_chinese(str(error), environment)
