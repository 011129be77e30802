package dev.mlxj.surgery.expression;

/** An expression that cannot be read, or that the arrays it is given do not allow. */
public final class ExpressionException extends IllegalArgumentException {
    /**
     * @param index of the character where the problem is, counted from 0
     */
    ExpressionException(String text, int index, String problem) {
        super("expression '%s', column %d: %s".formatted(text, index + 1, problem));
    }

    ExpressionException(String text, int index, IllegalArgumentException cause) {
        super(
                "expression '%s', column %d: %s"
                        .formatted(text, index + 1, String.valueOf(cause.getMessage())),
                cause);
    }
}
