package dev.mlxj.surgery;

import java.util.ArrayList;
import java.util.List;

/** Reads a glob from left to right and writes its {@link GlobProgram}. */
final class GlobCompiler {
    /** Braces within braces; far more than anyone writes. */
    private static final int MAX_DEPTH = 50;

    private final String glob;
    private final GlobProgram program = new GlobProgram();
    private int at;
    private int depth;

    GlobCompiler(String glob) {
        this.glob = glob;
    }

    GlobProgram compile() {
        sequence(true);
        program.end();
        return program;
    }

    /**
     * Reads up to the end of the glob, or to the comma or brace that ends an alternative.
     *
     * @param partStart whether a part of the path begins here
     */
    private void sequence(boolean partStart) {
        boolean atStart = partStart;
        while (at < glob.length()) {
            int c = glob.codePointAt(at);
            if (depth > 0 && (c == ',' || c == '}')) {
                return;
            }
            switch (c) {
                case '*' -> stars(atStart);
                case '?' -> {
                    at++;
                    program.any(false);
                }
                case '[' -> set();
                case '{' -> alternatives(atStart);
                case '\\' -> escaped();
                default -> {
                    at += Character.charCount(c);
                    program.literal(c);
                }
            }
            atStart = glob.charAt(at - 1) == '.';
        }
    }

    private void stars(boolean partStart) {
        int begin = at;
        while (at < glob.length() && glob.charAt(at) == '*') {
            at++;
        }
        boolean across = at - begin > 1;
        boolean wholeParts = across && partStart && at < glob.length() && glob.charAt(at) == '.';
        int loop = program.branch();
        if (wholeParts) {
            at++;
            int part = program.branch();
            program.any(false);
            int again = program.branch();
            program.branch(again, part, part);
            program.branch(part, part + 1, program.size());
            program.literal('.');
        } else {
            program.any(across);
        }
        int back = program.branch();
        program.branch(back, loop, loop);
        program.branch(loop, loop + 1, program.size());
    }

    private void alternatives(boolean partStart) {
        int open = at++;
        if (++depth > MAX_DEPTH) {
            throw malformed("braces are nested more than " + MAX_DEPTH + " deep", open);
        }
        List<Integer> exits = new ArrayList<>();
        while (true) {
            int choice = program.branch();
            sequence(partStart);
            if (at == glob.length()) {
                throw malformed("'{' is not closed", open);
            }
            exits.add(program.branch());
            if (glob.charAt(at++) == '}') {
                program.branch(choice, choice + 1, choice + 1);
                break;
            }
            program.branch(choice, choice + 1, program.size());
        }
        for (int exit : exits) {
            program.branch(exit, program.size(), program.size());
        }
        depth--;
    }

    private void set() {
        int open = at++;
        boolean negated = at < glob.length() && (glob.charAt(at) == '!' || glob.charAt(at) == '^');
        if (negated) {
            at++;
        }
        List<GlobProgram.Range> ranges = new ArrayList<>();
        // A bracket right after the opening one stands for itself, as in every shell.
        for (boolean first = true; ; first = false) {
            if (at >= glob.length()) {
                throw malformed("'[' is not closed", open);
            }
            if (!first && glob.charAt(at) == ']') {
                at++;
                break;
            }
            int low = member(open);
            int high = low;
            if (at + 1 < glob.length() && glob.charAt(at) == '-' && glob.charAt(at + 1) != ']') {
                at++;
                high = member(open);
            }
            ranges.add(new GlobProgram.Range(low, high));
        }
        program.oneOf(ranges, negated);
    }

    private int member(int open) {
        if (glob.charAt(at) == '\\') {
            at++;
        }
        if (at >= glob.length()) {
            throw malformed("'[' is not closed", open);
        }
        int c = glob.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private void escaped() {
        if (at + 1 == glob.length()) {
            throw malformed("nothing follows the backslash", at);
        }
        int c = glob.codePointAt(at + 1);
        at += 1 + Character.charCount(c);
        program.literal(c);
    }

    private IllegalArgumentException malformed(String problem, int index) {
        return new IllegalArgumentException(
                "glob '%s': %s (column %d)".formatted(glob, problem, index + 1));
    }
}
