package dev.mlxj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgressDisplayTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void a_bar_has_the_share_the_bytes_the_rate_and_the_time_left() {
        assertThat(ProgressDisplay.line("writing", 500_000_000, 2_000_000_000, SECOND, true))
                .isEqualTo(
                        "writing [======                  ] 25% 500.0 MB of 2.0 GB, 500.0 MB/s,"
                                + " 3 s left");
    }

    @Test
    void a_plain_line_has_no_bar() {
        assertThat(ProgressDisplay.line("writing", 10, 10, 2 * SECOND, false))
                .isEqualTo("writing 100% 10 B of 10 B, 5 B/s");
    }

    @Test
    void nothing_done_and_nothing_to_do_are_shown_too() {
        assertThat(ProgressDisplay.line("writing", 0, 10, 0, false))
                .isEqualTo("writing 0% 0 B of 10 B, 0 B/s");
        assertThat(ProgressDisplay.line("writing", 0, 0, 0, false))
                .isEqualTo("writing 100% 0 B of 0 B, 0 B/s");
    }
}
