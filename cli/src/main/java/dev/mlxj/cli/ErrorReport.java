package dev.mlxj.cli;

import dev.mlxj.io.CheckpointException;
import dev.mlxj.io.InputChangedException;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.OutputFailedException;
import dev.mlxj.io.OutputRefusedException;
import dev.mlxj.io.ReaderGoneException;
import dev.mlxj.io.UnsupportedFormatException;
import dev.mlxj.surgery.NothingChosenException;
import dev.mlxj.surgery.ResultRejectedException;
import dev.mlxj.surgery.UnfitException;

import org.jspecify.annotations.Nullable;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * A failure as a user sees it: {@code error: FILE: what is wrong}, a hint where there is a way out,
 * and the exit code.
 *
 * @param problem what is wrong, beginning with the file where there is one; a line for each of
 *     several findings, empty to say nothing
 * @param hint what to do about it
 */
record ErrorReport(int exitCode, String problem, @Nullable String hint) {

    private static final String RED = "\u001b[1;31m";
    private static final String CYAN = "\u001b[1;36m";
    private static final String PLAIN = "\u001b[0m";

    /** A pipe's reader has seen enough, as {@code head} has: no words, but not a success. */
    private static final ErrorReport READER_GONE = new ErrorReport(ExitCode.SYSTEM, "", null);

    static ErrorReport of(Throwable failure) {
        return switch (failure) {
            case StandardStream.Failure unwritten when unwritten.isClosedPipe() -> READER_GONE;
            case ReaderGoneException _ -> READER_GONE;
            case StandardStream.Failure unwritten ->
                    new ErrorReport(
                            ExitCode.SYSTEM,
                            "standard output: " + sentence(unwritten.reason()),
                            null);
            case UncheckedIOException wrapped when wrapped.getCause() != null ->
                    of(wrapped.getCause());
            case UsageException usage -> new ErrorReport(ExitCode.USAGE, text(usage), usage.hint());
            case UnfitException unfit ->
                    new ErrorReport(ExitCode.INPUT, text(unfit), unfit.remedy());
            case ResultRejectedException rejected ->
                    new ErrorReport(ExitCode.DIFFERENT, text(rejected), rejected.remedy());
            case NothingChosenException none -> new ErrorReport(ExitCode.USAGE, text(none), null);
            case CheckpointException checkpoint ->
                    new ErrorReport(
                            code(checkpoint), text(checkpoint), checkpoint.remedy().orElse(null));
            case IOException io -> new ErrorReport(ExitCode.SYSTEM, systemSentence(io), null);
            case IllegalArgumentException wrong ->
                    new ErrorReport(ExitCode.USAGE, text(wrong), null);
            case OutOfMemoryError full ->
                    new ErrorReport(
                            ExitCode.SYSTEM,
                            "not enough memory: " + text(full),
                            "give it more with MLXJ_JAVA_OPTS=-Xmx1g");
            case StackOverflowError _ ->
                    new ErrorReport(ExitCode.INPUT, "the input is nested too deeply", null);
            case InternalError fault
                    when text(fault).contains("fault occurred in an unsafe memory access") ->
                    new ErrorReport(
                            ExitCode.SYSTEM,
                            "the input became shorter while it was read",
                            "another program may be writing it; try again when it is done");
            default ->
                    new ErrorReport(
                            ExitCode.SYSTEM,
                            "unforeseen: " + failure,
                            "this is a defect of mlxj; `-vv` prints where it happened");
        };
    }

    private static int code(CheckpointException failure) {
        return switch (failure) {
            case MalformedCheckpointException _, UnsupportedFormatException _ -> ExitCode.INPUT;
            case OutputRefusedException _ -> ExitCode.USAGE;
            case InputChangedException _, OutputFailedException _ -> ExitCode.SYSTEM;
        };
    }

    /** What the operating system said, as a sentence that begins with the file. */
    private static String systemSentence(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> file(e, "no such file or directory");
            case AccessDeniedException e -> file(e, "permission denied");
            case NotDirectoryException e -> file(e, "not a directory");
            case FileSystemLoopException e -> file(e, "too many levels of symbolic links");
            case FileSystemException e when e.getReason() != null ->
                    file(e, lowerFirst(e.getReason()));
            case FileSystemException e when e.getFile() != null -> file(e, "cannot be used");
            case FileNotFoundException e -> text(e);
            default -> text(failure);
        };
    }

    /** The message of a failure, as the end of {@code error: }. */
    static String sentence(Throwable failure) {
        return lowerFirst(text(failure));
    }

    private static String file(FileSystemException failure, String what) {
        String file = failure.getFile();
        String other = failure.getOtherFile();
        String problem = file == null ? what : file + ": " + what;
        return other == null ? problem : problem + " (with " + other + ")";
    }

    private static String lowerFirst(String sentence) {
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return word ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
    }

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isEmpty() ? failure.toString() : message;
    }

    /** Prints the lines of the report, if it has any. */
    void print(PrintWriter err, boolean colors) {
        if (!problem.isEmpty()) {
            String word = colors ? RED + "error:" + PLAIN + " " : "error: ";
            problem.lines().forEach(finding -> err.println(word + Escape.message(finding)));
            if (hint != null) {
                err.println(
                        (colors ? CYAN + "hint:" + PLAIN + " " : "hint: ") + Escape.message(hint));
            }
            err.flush();
        }
    }
}
