package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.io.InputChangedException;
import dev.mlxj.io.MalformedCheckpointException;
import dev.mlxj.io.OutputRefusedException;
import dev.mlxj.io.UnsupportedFormatException;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ErrorReportTest {
    private static final Path FILE = Path.of("m.safetensors");

    @Test
    void a_broken_or_unknown_input_is_exit_3() {
        assertThat(ErrorReport.of(new MalformedCheckpointException(FILE, 8, "bad", "fetch again")))
                .isEqualTo(new ErrorReport(3, "m.safetensors: at byte 8: bad", "fetch again"));
        assertThat(ErrorReport.of(new UnsupportedFormatException(FILE, "a GGUF file", null)))
                .extracting(ErrorReport::exitCode)
                .isEqualTo(3);
    }

    @Test
    void an_output_that_exists_is_exit_2() {
        assertThat(ErrorReport.of(new OutputRefusedException(FILE, "the file exists", "use -f")))
                .isEqualTo(new ErrorReport(2, "m.safetensors: the file exists", "use -f"));
    }

    @Test
    void an_input_that_changes_is_exit_4() {
        assertThat(ErrorReport.of(new InputChangedException(FILE, "it is shorter")))
                .extracting(ErrorReport::exitCode)
                .isEqualTo(4);
    }

    @Test
    void what_the_system_refuses_is_exit_4_and_a_sentence_that_names_the_file() {
        assertThat(problem(new NoSuchFileException("a/b")))
                .isEqualTo("4 a/b: no such file or directory");
        assertThat(problem(new AccessDeniedException("a/b"))).isEqualTo("4 a/b: permission denied");
        assertThat(problem(new FileSystemException("a/b", null, "Read-only file system")))
                .isEqualTo("4 a/b: read-only file system");
        assertThat(problem(new IOException("a/b: No space left on device")))
                .isEqualTo("4 a/b: No space left on device");
        assertThat(problem(new UncheckedIOException(new NoSuchFileException("a/b"))))
                .isEqualTo("4 a/b: no such file or directory");
    }

    @Test
    void a_call_that_cannot_be_meant_is_exit_2() {
        assertThat(problem(new IllegalArgumentException("cast: no such dtype")))
                .isEqualTo("2 cast: no such dtype");
    }

    @Test
    void too_little_memory_is_exit_4_with_a_way_out() {
        ErrorReport report = ErrorReport.of(new OutOfMemoryError("Java heap space"));
        assertThat(report.exitCode()).isEqualTo(4);
        assertThat(report.problem()).isEqualTo("not enough memory: Java heap space");
        assertThat(report.hint()).contains("MLXJ_JAVA_OPTS=-Xmx1g");
    }

    @Test
    void what_was_not_foreseen_is_one_line_too() {
        assertThat(problem(new IllegalStateException("no plan")))
                .isEqualTo("4 unforeseen: java.lang.IllegalStateException: no plan");
    }

    @Test
    void several_findings_are_an_error_each() {
        StringWriter text = new StringWriter();
        new ErrorReport(2, "no tensor 'a'\nno tensor 'b'", "see")
                .print(new PrintWriter(text), false);
        assertThat(text).hasToString("error: no tensor 'a'\nerror: no tensor 'b'\nhint: see\n");
    }

    @Test
    void color_marks_the_words_alone() {
        StringWriter text = new StringWriter();
        new ErrorReport(3, "bad", "see").print(new PrintWriter(text), true);
        assertThat(text)
                .hasToString("\u001b[1;31merror:\u001b[0m bad\n\u001b[1;36mhint:\u001b[0m see\n");
    }

    @Test
    void nothing_in_a_report_reaches_the_terminal_as_a_control_character() {
        StringWriter text = new StringWriter();
        new ErrorReport(3, "a\u001b[2Jb: bad", "see\u202e it").print(new PrintWriter(text), false);
        assertThat(text).hasToString("error: a\\u001b[2Jb: bad\nhint: see\\u202e it\n");
    }

    private static String problem(Throwable failure) {
        ErrorReport report = ErrorReport.of(failure);
        return report.exitCode() + " " + report.problem();
    }
}
