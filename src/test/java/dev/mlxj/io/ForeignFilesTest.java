package dev.mlxj.io;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

/** Files that are no safetensors file are told by their first bytes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ForeignFilesTest {
    @TempDir private Path directory;

    /** The first bytes are those that the format's own writer makes. */
    @ParameterizedTest
    @CsvSource({
        "4747554603000000 2400000000000000, a GGUF file",
        "934e554d50590100 7600 7b2764657363, an npy file",
        "504b03042d000000000000002100 00000000ffffffffffffffff09001400 6172725f302e6e7079 01, an"
                + " npz file",
        "504b0304000008080000000000000000000000000000000000001000 1200"
                + " 617263686976652f646174612e706b6c 4642, a PyTorch zip file",
        "504b0304140000000800000000000000000000000000000000000800 0000 776f72642e786d6c, a zip"
                + " archive",
        "80028a0a6cfc9c46f9206aa850192e 8002 4d e903 2e, a pickle file (PyTorch)",
        "80049548000000000000007d, a pickle file (PyTorch)",
        "894844460d0a1a0a00000000, an HDF5 file",
        "1c00000054464c33 14002000, a TensorFlow Lite file",
        "1f8b0800000000000003, a gzip file",
        "504b050600000000000000000000, an empty zip archive",
    })
    void a_known_format_is_named(String hex, String format) throws IOException {
        assertThatThrownBy(
                        () -> Checkpoint.open(file(HexFormat.of().parseHex(hex.replace(" ", "")))))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageEndingWith(": this is " + format + ", which cannot be read here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version https://git-lfs.github.com/spec/v1 | this is a Git LFS pointer, not the"
                        + " file it stands for",
                "<!DOCTYPE html><html><head> | this is a web page, not a model",
                "<?xml version='1.0'?><Error><Code>AccessDenied | this is a web page, not a model",
                "{\"error\": \"Repository not found\"} | this is JSON, but no index of shards",
                "Access to this model is restricted | this is a text file, not a model",
            })
    void a_file_that_is_no_model_is_named(String text, String sentence) throws IOException {
        assertThatThrownBy(() -> Checkpoint.open(file(text.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(MalformedCheckpointException.class)
                .hasMessageEndingWith("x.safetensors: " + sentence);
    }

    @Test
    void a_header_that_is_as_long_as_a_mark_is_no_mark() throws IOException {
        // 0x04034b50 is the mark of a zip archive, and 67,324,752 bytes are a possible header.
        Path file = directory.resolve("x.safetensors");
        byte[] header = "{}".concat(" ".repeat(0x04034b50 - 2)).getBytes(StandardCharsets.UTF_8);
        Files.write(file, new byte[] {0x50, 0x4b, 3, 4, 0, 0, 0, 0});
        Files.write(file, header, StandardOpenOption.APPEND);
        Checkpoint.open(file).close();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("x.safetensors"), bytes);
    }
}
