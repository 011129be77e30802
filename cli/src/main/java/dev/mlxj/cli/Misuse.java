package dev.mlxj.cli;

import dev.mlxj.tree.Nearest;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A command line that cannot be understood, told in one line, with what may have been meant. */
final class Misuse {
    private static final String WORDS = "expected one of [";

    static ErrorReport report(ParameterException failure) {
        CommandLine line = failure.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(line, command, unmatched.getUnmatched().getFirst());
        }
        // picocli says "option option" where a KEY=VALUE lacks its "=".
        String problem = ErrorReport.sentence(failure).replace("option option '", "option '");
        return usage(wordsAsTyped(problem), seeHelp(command));
    }

    /** The words of a choice as a user types them; picocli has the names of the constants. */
    private static String wordsAsTyped(String problem) {
        int begin = problem.indexOf(WORDS);
        int end = problem.indexOf(']', Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            return problem;
        }
        String words = problem.substring(begin, end).toLowerCase(Locale.ROOT);
        String rest = problem.substring(end).replace(" (case-insensitive)", "");
        return problem.substring(0, begin) + words + rest;
    }

    private static ErrorReport unmatched(CommandLine line, String command, String argument) {
        String name =
                argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
        Set<String> known = line.getCommandSpec().optionsMap().keySet();
        // A known option is left over after `--`, which makes it an argument.
        boolean option = argument.length() > 1 && argument.startsWith("-") && !known.contains(name);
        if (option) {
            List<String> near = Nearest.to(name, known);
            return usage("unknown option '" + argument + "'", meant(near, "", command));
        }
        if (line.getSubcommands().isEmpty()) {
            return usage("one argument too many: '" + argument + "'", seeHelp(command));
        }
        return ErrorReport.of(unknownCommand(argument));
    }

    /** The first word after {@code mlxj}, or after {@code mlxj help}, is no command. */
    static UsageException unknownCommand(String word) {
        List<String> near = Nearest.to(word, Commands.words());
        return new UsageException("unknown command '" + word + "'", meant(near, "mlxj ", "mlxj"));
    }

    private static ErrorReport usage(String problem, String hint) {
        return new ErrorReport(ExitCode.USAGE, problem, hint);
    }

    private static String seeHelp(String command) {
        return "`" + command + " --help` says what it takes";
    }

    private static String meant(List<String> near, String prefix, String command) {
        if (near.isEmpty()) {
            return seeHelp(command);
        }
        StringBuilder hint = new StringBuilder("did you mean ");
        for (int i = 0; i < near.size(); i++) {
            hint.append(i == 0 ? "" : i == near.size() - 1 ? " or " : ", ");
            hint.append('`').append(prefix).append(near.get(i)).append('`');
        }
        return hint.append('?').toString();
    }

    private Misuse() {}
}
