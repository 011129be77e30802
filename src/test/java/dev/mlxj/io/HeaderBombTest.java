package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** Headers that are made to fill the memory are refused before they do. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(20)
class HeaderBombTest {
    @TempDir private Path directory;

    @Test
    void a_name_above_32_mebibytes_is_refused() throws IOException {
        refused("{\"" + "a".repeat(33 << 20) + "\":", "a string of more than 33554432 bytes");
    }

    @Test
    void a_rank_above_1024_is_refused() throws IOException {
        refused(
                "{\"w\":{\"dtype\":\"U8\",\"shape\":[1" + ",1".repeat(1024),
                "tensor 'w' has more than 1024 extents");
    }

    @Test
    void a_million_and_one_keys_of_metadata_are_refused() throws IOException {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{\"\":\"\"");
        for (int i = 0; i < 1_000_000; i++) {
            header.append(",\"").append(i).append("\":\"\"");
        }
        refused(header.toString(), "__metadata__ has more than 1000000 keys");
    }

    @Test
    void a_long_string_in_an_ignored_field_is_passed_over() throws IOException {
        String ignored = "\"x\":\"" + "\\u00e9".repeat(10 << 20) + "\",";
        Path file =
                TestFiles.write(
                        directory.resolve("x"),
                        "{" + TestFiles.tensor("w", 0, 1).replace("{", "{" + ignored) + "}",
                        1);
        Checkpoint.open(file).close();
    }

    private void refused(String header, String sentence) throws IOException {
        Path file = TestFiles.write(directory.resolve("x"), header);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessageEndingWith(": " + sentence);
    }
}
