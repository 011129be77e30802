package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MlxjTest {
    @Test
    void a_word_that_is_no_command_is_wrong_usage_and_names_the_nearest() {
        assertThat(Run.mlxj("hlep"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                """
                                error: unknown command 'hlep'
                                hint: did you mean `mlxj help`?
                                """));
    }

    @Test
    void an_unknown_option_is_wrong_usage_and_names_the_nearest() {
        assertThat(Run.mlxj("completion", "bash", "--quite"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                """
                                error: unknown option '--quite'
                                hint: did you mean `--quiet`?
                                """));
    }

    @Test
    void an_option_after_two_dashes_is_an_argument() {
        assertThat(Run.mlxj("inspect", "--", "model", "--flat").err())
                .startsWith("error: one argument too many: '--flat'\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --threads | -3   | '-3' is not a number of threads
                    --threads | many | 'many' is not a number of threads
                    --memory  | 0    | '0' is no memory at all
                    --color   | pink | expected one of [auto, always, never] but was 'pink'
                    """)
    void a_wrong_value_is_told_in_the_words_that_are_typed(
            String option, String value, String problem) {
        assertThat(Run.mlxj("inspect", "nowhere", option, value))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                "error: invalid value for option '"
                                        + option
                                        + "': "
                                        + problem
                                        + "\nhint: `mlxj inspect --help` says what it takes\n"));
    }

    @Test
    void an_argument_that_is_missing_is_told_in_one_line() {
        assertThat(Run.mlxj("completion"))
                .isEqualTo(
                        new Run(
                                2,
                                "",
                                """
                                error: missing required parameter: 'bash|zsh|fish'
                                hint: `mlxj completion --help` says what it takes
                                """));
    }

    @Test
    void without_a_command_the_commands_are_listed_on_standard_error() {
        Run run = Run.mlxj();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(Commands.words());
    }

    @ParameterizedTest
    @EnumSource
    void every_command_has_help_that_says_what_it_is_for(Commands command) {
        Run run = Run.mlxj(command.word(), "--help");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("Usage: mlxj " + command.word());
        assertThat(Run.mlxj("help", command.word())).isEqualTo(run);
    }

    @ParameterizedTest
    @EnumSource
    void every_command_tells_the_version(Commands command) {
        assertThat(Run.mlxj(command.word(), "-V"))
                .isEqualTo(new Run(0, "mlxj " + Version.NUMBER + "\n", ""));
    }

    @Test
    void help_on_an_unknown_command_names_the_nearest() {
        assertThat(Run.mlxj("help", "completions").err())
                .isEqualTo(
                        """
                        error: unknown command 'completions'
                        hint: did you mean `mlxj completion`?
                        """);
    }

    @Test
    void color_is_used_when_it_is_asked_for() {
        assertThat(Run.mlxj("completion", "--help", "--color=always").out()).contains("\u001b[");
        assertThat(Run.mlxj("completion", "--help").out()).doesNotContain("\u001b[");
        assertThat(Run.mlxj("completion", "--help", "--color=never").out())
                .doesNotContain("\u001b[");
    }
}
