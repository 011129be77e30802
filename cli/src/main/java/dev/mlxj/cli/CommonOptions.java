package dev.mlxj.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/** The options that every command has, and the streams it prints to. */
@Command(
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpWidth = 100,
        synopsisHeading = "Usage: ",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n")
final class CommonOptions {
    private static final long DEFAULT_MEMORY = 128L << 20;

    /** When to use color. */
    enum Color {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-j", "--threads"},
            paramLabel = "N",
            converter = ThreadCount.class,
            description = "Threads to compute with; all cores when absent.")
    private int threads;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = MemorySize.class,
            description = "Upper bound for buffers: 128MiB when absent.")
    private long memory = DEFAULT_MEMORY;

    @Option(names = "--json", description = "Print one JSON document on standard output.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print errors only.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more; twice: with stack traces.")
    private boolean[] verbose = {};

    @Option(names = "--color", paramLabel = "WHEN", description = "auto, always or never.")
    private Color color = Color.AUTO;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    /** The command line these options stand on. */
    CommandLine commandLine() {
        return spec.commandLine();
    }

    /** Where results go. Flushed, and checked, when the command returns. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where everything goes that a person reads. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    /** 0, or how many times {@code -v} was given. */
    int verbosity() {
        return verbose.length;
    }

    /** Threads to compute with, at least 1. */
    int threads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    /** Upper bound for buffers, in bytes. */
    long memory() {
        return memory;
    }

    /** Whether results on standard output may be colored. */
    boolean colorsOut() {
        return Terminal.colors(color, Terminal.isOut());
    }

    /** Prints a sentence for the reader, unless {@code --quiet}. The text is escaped here. */
    void note(String sentence) {
        if (!quiet) {
            err().println(Escape.message(sentence));
        }
    }

    /** Prints {@code warning: sentence}, unless {@code --quiet}. The text is escaped here. */
    void warn(String sentence) {
        note("warning: " + sentence);
    }
}
