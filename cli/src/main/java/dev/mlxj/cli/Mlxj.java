package dev.mlxj.cli;

import dev.mlxj.cli.CommonOptions.Color;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;

/**
 * The {@code mlxj} program. It makes only the command that the first argument names, since making
 * all of them costs more than {@code inspect} itself; any other first argument ({@code --help}, a
 * word that is no command) makes them all.
 */
@Command(
        name = "mlxj",
        description = "Looks into a model's weights, changes them, and proves the result.",
        synopsisSubcommandLabel = "COMMAND")
public final class Mlxj implements Callable<Integer> {
    @Mixin private CommonOptions common;

    public static void main(String[] args) {
        PrintWriter out = StandardStream.results(new FileOutputStream(FileDescriptor.out));
        String messages = System.getProperty("mlxj.messages");
        if (messages != null) {
            StandardError.takeBack(Integer.parseInt(messages));
        }
        PrintWriter err = StandardStream.messages(new FileOutputStream(FileDescriptor.err));
        int code = execute(out, err, args);
        if (code != ExitCode.OK) { // Exit loads the logging classes, 5 ms; returning does not.
            System.exit(code);
        }
    }

    /**
     * Runs one command line, from the command's name on, and returns its exit code. Throws nothing:
     * what went wrong is printed on {@code err}.
     */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        Commands command = args.length == 0 ? null : Commands.named(args[0]);
        CommandLine line = command == null ? program(args) : prepared(command);
        line.setOut(out).setErr(err);
        String[] rest = command == null ? args : Arrays.copyOfRange(args, 1, args.length);
        int code = line.execute(rest);
        try {
            out.flush();
            err.flush();
            return code;
        } catch (StandardStream.Failure failure) {
            return report(failure, line);
        }
    }

    /** The program itself; without its commands where their absence cannot be told. */
    private static CommandLine program(String... args) {
        boolean version = args.length == 1 && (args[0].equals("-V") || args[0].equals("--version"));
        return version ? configure(new CommandLine(new Mlxj())) : commandLine();
    }

    /** One command, from its prepared options where they are enough for the arguments. */
    private static CommandLine prepared(Commands command) {
        CommandSpec spec = PreparedCommands.spec(command);
        if (spec == null) {
            return commandLine(command);
        }
        CommandLine line = configure(new CommandLine(spec));
        line.setParameterExceptionHandler((_, args) -> annotated(command, line, args))
                .setExecutionStrategy(
                        parsed ->
                                parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()
                                        ? annotated(
                                                command,
                                                line,
                                                parsed.originalArgs().toArray(String[]::new))
                                        : run(parsed));
        return line;
    }

    /** Starts again, with all that help and error messages need. */
    private static int annotated(Commands command, CommandLine prepared, String... args) {
        return commandLine(command)
                .setOut(prepared.getOut())
                .setErr(prepared.getErr())
                .execute(args);
    }

    /** The program with every command. */
    static CommandLine commandLine() {
        CommandLine root = new CommandLine(new Mlxj());
        for (Commands command : Commands.values()) {
            root.addSubcommand(command.word(), command.type);
        }
        return configure(root);
    }

    /** One command alone, as {@code mlxj COMMAND}. */
    static CommandLine commandLine(Commands command) {
        return configure(new CommandLine(command.type).setCommandName("mlxj " + command.word()));
    }

    private static CommandLine configure(CommandLine line) {
        // picocli's own converter finds Path.of by reflection, which takes 3 ms.
        return line.registerConverter(Path.class, Path::of)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Mlxj::run)
                .setParameterExceptionHandler((failure, _) -> misused(failure));
    }

    private static int run(ParseResult parsed) {
        CommandLine line = parsed.asCommandLineList().getLast();
        try {
            if (line.isUsageHelpRequested()) {
                line.usage(line.getOut(), Terminal.scheme(colors(parsed, Terminal.isOut())));
                return ExitCode.OK;
            }
            if (line.isVersionHelpRequested()) {
                line.printVersionHelp(line.getOut());
                return ExitCode.OK;
            }
            return new CommandLine.RunLast().execute(parsed);
        } catch (ExecutionException failure) {
            return report(failure.getCause() == null ? failure : failure.getCause(), line);
        } catch (ParameterException misuse) {
            return misused(misuse);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | InternalError failure) {
            return report(failure, line);
        }
    }

    /** Without a command there is nothing to do but to say what could be done. */
    @Override
    public Integer call() {
        CommandLine line = common.commandLine();
        line.usage(line.getErr());
        return ExitCode.USAGE;
    }

    private static int misused(ParameterException failure) {
        CommandLine line = failure.getCommandLine();
        ErrorReport report = Misuse.report(failure);
        report.print(line.getErr(), colors(line.getParseResult(), Terminal.isErr()));
        return report.exitCode();
    }

    private static int report(Throwable failure, CommandLine line) {
        ErrorReport report = ErrorReport.of(failure);
        PrintWriter err = line.getErr();
        ParseResult parsed = line.getParseResult();
        report.print(err, colors(parsed, Terminal.isErr()));
        if (wantsTraces(parsed)) {
            failure.printStackTrace(err);
            err.flush();
        }
        return report.exitCode();
    }

    /** Whether a stream may be colored, by {@code --color} as far as it has been read. */
    private static boolean colors(@Nullable ParseResult parsed, boolean terminal) {
        Color when = parsed == null ? null : parsed.matchedOptionValue("--color", Color.AUTO);
        return Terminal.colors(when == null ? Color.AUTO : when, terminal);
    }

    private static boolean wantsTraces(@Nullable ParseResult parsed) {
        boolean[] verbose =
                parsed == null ? null : parsed.matchedOptionValue("--verbose", new boolean[0]);
        return verbose != null && verbose.length > 1;
    }
}
