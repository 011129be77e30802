package dev.mlxj.surgery.expression;

import dev.mlxj.tensor.DTypeNames;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an expression by recursive descent, with the precedence of Python's operators. */
final class Parser {
    /** Brackets within brackets, and operators in a row; far more than anyone writes. */
    private static final int MAX_DEPTH = 200;

    /** From the loosest to the tightest; each level is read from the left. */
    private static final List<Map<String, String>> BINARY =
            List.of(
                    Map.of(
                            "<",
                            "less",
                            "<=",
                            "less_equal",
                            ">",
                            "greater",
                            ">=",
                            "greater_equal",
                            "==",
                            "equal",
                            "!=",
                            "not_equal"),
                    Map.of("|", "bitwise_or"),
                    Map.of("^", "bitwise_xor"),
                    Map.of("&", "bitwise_and"),
                    Map.of("+", "add", "-", "subtract"),
                    Map.of(
                            "*",
                            "multiply",
                            "/",
                            "divide",
                            "//",
                            "floor_divide",
                            "%",
                            "remainder",
                            "@",
                            "matmul"));

    private static final int COMPARISONS = 0;

    private final String text;
    private final List<Token> tokens;
    private int next;
    private int depth;

    Parser(String text) {
        this.text = text;
        this.tokens = Token.of(text);
    }

    Node parse() {
        Node node = binary(0);
        if (peek().kind() != Token.Kind.END) {
            throw wrong(peek(), "'" + peek().text() + "' is not expected here");
        }
        return node;
    }

    private Node binary(int level) {
        if (level == BINARY.size()) {
            return unary();
        }
        Node left = binary(level + 1);
        for (boolean first = true; ; first = false) {
            Token sign = peek();
            String function =
                    sign.kind() == Token.Kind.SIGN ? BINARY.get(level).get(sign.text()) : null;
            if (function == null) {
                return left;
            }
            if (level == COMPARISONS && !first) {
                throw wrong(sign, "comparisons do not chain; write (a < b) & (b < c)");
            }
            next++;
            left = call(function, sign, left, binary(level + 1));
        }
    }

    private Node unary() {
        Token sign = peek();
        if (sign.is("-") || sign.is("~") || sign.is("+")) {
            next++;
            enter(sign);
            Node operand = unary();
            depth--;
            return switch (sign.text()) {
                case "-" -> call("negative", sign, operand);
                case "~" -> call("bitwise_invert", sign, operand);
                default -> operand;
            };
        }
        return power();
    }

    /** Binds tighter than a sign on its left, and looser than one on its right; from the right. */
    private Node power() {
        Node base = postfix();
        Token sign = peek();
        if (!sign.is("**")) {
            return base;
        }
        next++;
        enter(sign);
        Node exponent = unary();
        depth--;
        return call("power", sign, base, exponent);
    }

    /** {@code x.sum(axis=0)} is {@code sum(x, axis=0)}, and {@code x.T} is {@code transpose(x)}. */
    private Node postfix() {
        Node node = atom();
        while (peek().is(".")) {
            next++;
            Token name = take();
            if (name.kind() != Token.Kind.NAME) {
                throw wrong(name, "the name of an operation is expected after '.'");
            }
            if (peek().is("(")) {
                node = arguments(name, node);
            } else {
                String function = name.text().equals("T") ? "transpose" : name.text();
                requireKnown(name, function);
                node = call(function, name, node);
            }
        }
        return node;
    }

    private Node atom() {
        Token token = take();
        return switch (token.kind()) {
            case NUMBER -> new Node.Constant(number(token), token.at());
            case NAME -> peek().is("(") ? arguments(token, null) : name(token);
            case END -> throw wrong(token, "a value is missing");
            case SIGN -> {
                if (!token.is("(") && !token.is("[")) {
                    throw wrong(token, "a value is expected before '" + token.text() + "'");
                }
                enter(token);
                Node inside = bracket(token, token.is("(") ? ")" : "]");
                depth--;
                yield inside;
            }
        };
    }

    /** {@code (a)} is a itself, {@code (a,)}, {@code ()} and {@code [a]} are sequences. */
    private Node bracket(Token open, String close) {
        List<Node> items = new ArrayList<>();
        boolean sequence = open.is("[");
        while (!peek().is(close)) {
            items.add(binary(0));
            if (!peek().is(",")) {
                break;
            }
            next++;
            sequence = true;
        }
        expect(close, open);
        return !sequence && items.size() == 1
                ? items.getFirst()
                : new Node.Sequence(items, open.at());
    }

    private Node arguments(Token name, @Nullable Node first) {
        Token open = take();
        enter(open);
        List<Node> arguments = new ArrayList<>();
        Map<String, Node> named = new LinkedHashMap<>();
        if (first != null) {
            arguments.add(first);
        }
        while (!peek().is(")")) {
            Token key = peek();
            if (key.kind() == Token.Kind.NAME && tokens.get(next + 1).is("=")) {
                next += 2;
                named.put(key.text(), binary(0));
            } else if (named.isEmpty()) {
                arguments.add(binary(0));
            } else {
                throw wrong(key, "an argument without a name cannot follow one with a name");
            }
            if (!peek().is(",")) {
                break;
            }
            next++;
        }
        expect(")", open);
        depth--;
        requireKnown(name, name.text());
        return new Node.Call(name.text(), arguments, named, name.at());
    }

    private void requireKnown(Token name, String function) {
        if (!Functions.contains(function)) {
            throw wrong(name, Functions.unknown(function));
        }
    }

    private Node name(Token token) {
        Value value =
                switch (token.text()) {
                    case "True", "true" -> new Value.Truth(true);
                    case "False", "false" -> new Value.Truth(false);
                    case "None" -> new Value.Nothing();
                    case "inf" -> new Value.Real(Double.POSITIVE_INFINITY);
                    case "nan" -> new Value.Real(Double.NaN);
                    case "pi" -> new Value.Real(Math.PI);
                    default -> null;
                };
        if (value != null) {
            return new Node.Constant(value, token.at());
        }
        return DTypeNames.find(token.text())
                .<Node>map(dtype -> new Node.Constant(new Value.Type(dtype), token.at()))
                .orElseGet(() -> new Node.Variable(token.text(), token.at()));
    }

    private Value number(Token token) {
        try {
            boolean whole = token.text().chars().allMatch(Character::isDigit);
            return whole
                    ? new Value.Whole(Long.parseLong(token.text()))
                    : new Value.Real(Double.parseDouble(token.text()));
        } catch (NumberFormatException e) {
            throw wrong(token, "the number is too large");
        }
    }

    private static Node call(String function, Token sign, Node... arguments) {
        return new Node.Call(function, List.of(arguments), Map.of(), sign.at());
    }

    private void enter(Token token) {
        if (++depth > MAX_DEPTH) {
            throw wrong(token, "nested more than " + MAX_DEPTH + " deep");
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    /** The next token; the end is never passed. */
    private Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Token.Kind.END) {
            next++;
        }
        return token;
    }

    private void expect(String sign, Token open) {
        Token token = take();
        if (!token.is(sign)) {
            throw token.kind() == Token.Kind.END
                    ? wrong(open, "'" + open.text() + "' is not closed")
                    : wrong(token, "'" + token.text() + "' is not expected here");
        }
    }

    private ExpressionException wrong(Token token, String problem) {
        return new ExpressionException(text, token.at(), problem);
    }
}
