package dev.mlxj.surgery.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of an expression.
 *
 * @param at index of its first character
 */
record Token(Kind kind, String text, int at) {
    enum Kind {
        NUMBER,
        NAME,
        /** An operator, a bracket or a comma. */
        SIGN,
        END
    }

    private static final List<String> SIGNS =
            List.of(
                    "**", "//", "<=", ">=", "==", "!=", "+", "-", "*", "/", "%", "@", "<", ">", "&",
                    "|", "^", "~", "(", ")", "[", "]", ",", ".", "=");

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** Splits an expression; the last token is the end. */
    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                tokens.add(new Token(Kind.END, "", at));
                return tokens;
            }
            Token token = next(text, at);
            tokens.add(token);
            at += token.text().length();
        }
    }

    private static Token next(String text, int at) {
        char c = text.charAt(at);
        if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            return new Token(Kind.NUMBER, text.substring(at, numberEnd(text, at)), at);
        }
        if (Character.isLetter(c) || c == '_') {
            int end = at;
            while (end < text.length()
                    && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                end++;
            }
            return new Token(Kind.NAME, text.substring(at, end), at);
        }
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                return new Token(Kind.SIGN, sign, at);
            }
        }
        throw new ExpressionException(
                text, at, "'" + Character.toString(text.codePointAt(at)) + "' has no meaning here");
    }

    private static int numberEnd(String text, int from) {
        int at = digits(text, from);
        if (at < text.length() && text.charAt(at) == '.') {
            at = digits(text, at + 1);
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1;
            if (sign < text.length() && "+-".indexOf(text.charAt(sign)) >= 0) {
                sign++;
            }
            int end = digits(text, sign);
            return end > sign ? end : at;
        }
        return at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
