package dev.mlxj.cli;

import picocli.CommandLine.Help;

/**
 * Which of the standard streams are terminals. The launcher knows and says so: the shell's {@code
 * test -t} costs nothing, and Java tells only whether both its input and output are.
 */
final class Terminal {
    /** A string with {@code 1} in it for standard output, {@code 2} for standard error. */
    private static final String PROPERTY = "mlxj.terminals";

    static boolean isOut() {
        return System.getProperty(PROPERTY, "").contains("1");
    }

    static boolean isErr() {
        return System.getProperty(PROPERTY, "").contains("2");
    }

    /** Whether to color, by the option, by {@code NO_COLOR}, and by what the stream is. */
    static boolean colors(CommonOptions.Color when, boolean terminal) {
        return switch (when) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> {
                String no = System.getenv("NO_COLOR");
                yield terminal
                        && (no == null || no.isEmpty())
                        && !"dumb".equals(System.getenv("TERM"));
            }
        };
    }

    /** How help is printed. */
    static Help.ColorScheme scheme(boolean colors) {
        return Help.defaultColorScheme(colors ? Help.Ansi.ON : Help.Ansi.OFF);
    }

    private Terminal() {}
}
