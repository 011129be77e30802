package dev.mlxj.surgery.expression;

/** An expression that cannot be read, or that the arrays it is given do not allow. */
public final class ExpressionException extends IllegalArgumentException {
    /** Characters shown before the problem, and from it on; an expression may be a long one. */
    private static final int SHOWN = 40;

    /**
     * @param index of the character where the problem is, counted from 0
     */
    ExpressionException(String text, int index, String problem) {
        super(message(text, index, problem));
    }

    ExpressionException(String text, int index, IllegalArgumentException cause) {
        super(message(text, index, String.valueOf(cause.getMessage())), cause);
    }

    private static String message(String text, int index, String problem) {
        return "expression '" + around(text, index) + "', column " + (index + 1) + ": " + problem;
    }

    /** The text, or what is around the index in a long one. */
    private static String around(String text, int index) {
        int begin = Math.max(0, Math.min(index, text.length()) - SHOWN);
        int end = Math.min(text.length(), index + SHOWN);
        return (begin > 0 ? ".." : "")
                + text.substring(begin, end)
                + (end < text.length() ? ".." : "");
    }
}
