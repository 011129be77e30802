package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What MLX accepts is refused strictly, and accepted leniently with a warning that names it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LenientReadingTest {
    @TempDir private Path directory;

    @Test
    void gaps_are_counted_and_the_first_is_named() throws IOException {
        String header =
                "{%s,%s,%s}"
                        .formatted(
                                TestFiles.tensor("a", 1, 2),
                                TestFiles.tensor("b", 5, 6),
                                TestFiles.tensor("c", 7, 8));
        accepted(
                header,
                8,
                "at byte %d: bytes of no tensor before tensor 'a': 1 (and 2 more gaps)"
                        .formatted(8 + header.length()));
    }

    @Test
    void an_overlap_names_both_tensors() throws IOException {
        String header =
                "{%s,%s}".formatted(TestFiles.tensor("a", 0, 3), TestFiles.tensor("b", 2, 4));
        accepted(
                header,
                4,
                "at byte %d: tensor 'b' begins within tensor 'a'"
                        .formatted(8 + header.length() + 2));
    }

    @Test
    void trailing_bytes_are_counted() throws IOException {
        String header = "{" + TestFiles.tensor("a", 0, 1) + "}";
        accepted(
                header,
                4,
                "at byte %d: the last tensor ends here, bytes that follow: 3"
                        .formatted(8 + header.length() + 1));
    }

    @Test
    void padding_with_nul_is_named() throws IOException {
        String header = "{" + TestFiles.tensor("a", 0, 1) + "}\0\0\0";
        Path file = TestFiles.write(directory.resolve("x"), header, 1);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .hasMessageEndingWith("something follows the header's object");
        assertThat(warnings(file))
                .containsExactly(file + ": the header is padded with NUL bytes, not with spaces");
    }

    @Test
    void extents_with_a_point_or_an_exponent_are_whole_numbers() throws IOException {
        String header =
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[2.0,1e0,0.2e1],\"data_offsets\":[0,4]}}";
        Path fraction = TestFiles.write(directory.resolve("y"), header, 1, 2, 3, 4);
        assertThatThrownBy(() -> warnings(fraction))
                .hasMessageContaining("an extent that is no whole number");
        Path file =
                TestFiles.write(directory.resolve("x"), header.replace("0.2e1", "2e0"), 1, 2, 3, 4);
        assertThat(warnings(file))
                .containsExactly(file + ": 3 extents are written with a point or an exponent");
    }

    @Test
    void a_duplicate_stays_an_error() throws IOException {
        String twice = TestFiles.tensor("a", 0, 1);
        Path file = TestFiles.write(directory.resolve("x"), "{" + twice + "," + twice + "}", 1);
        assertThatThrownBy(() -> warnings(file)).hasMessageContaining("tensor 'a' is listed twice");
    }

    private void accepted(String header, int data, String defect) throws IOException {
        Path file = TestFiles.write(directory.resolve("x"), header, new int[data]);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessage(file + ": " + defect);
        assertThat(warnings(file)).containsExactly(file + ": " + defect);
    }

    private static List<String> warnings(Path file) throws IOException {
        List<String> warnings = new ArrayList<>();
        Checkpoint.open(file, OpenOptions.lenient(warnings::add)).close();
        return warnings;
    }
}
