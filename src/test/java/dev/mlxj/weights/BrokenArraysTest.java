package dev.mlxj.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlxj.array.Array;
import dev.mlxj.io.CheckpointException;
import dev.mlxj.io.MalformedCheckpointException;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Files that are cut short, damaged, or lie. Every one is refused with the file and the place, or
 * it loads: never another exception, and never more memory than the file can fill.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BrokenArraysTest {
    private static final Path FILES = Path.of("../testdata/arrays");

    @TempDir Path home;

    /** What became of a file; the exception if it was refused. */
    private String outcome(byte[] bytes) throws IOException {
        Path file = home.resolve("broken");
        Files.write(file, bytes);
        try (Weights weights = Weights.load(file)) {
            for (Array array : weights.arrays().values()) {
                array.stream((at, block) -> {});
            }
            Array.eval(weights.arrays().values());
            return "loaded";
        } catch (UncheckedIOException e) {
            assertThat(e.getCause()).isInstanceOf(CheckpointException.class);
            return String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
        } catch (CheckpointException e) {
            assertThat(e).hasMessageContaining("broken").hasMessageNotContaining("\n");
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"numpy.npy", "columns.npy", "streamed.npz", "bfloat16.npz", "mlx.gguf"})
    void a_file_that_is_cut_short_anywhere_is_refused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve(name));
        assertThat(outcome(whole)).isEqualTo("loaded");
        for (int length = 0; length < whole.length; length++) {
            assertThat(outcome(Arrays.copyOf(whole, length)))
                    .as("%d bytes of %d", length, whole.length)
                    .isNotEqualTo("loaded");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"numpy.npy", "streamed.npz", "bfloat16.npz", "mlx.gguf"})
    void a_damaged_file_is_refused_or_loads(String name) throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve(name));
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = whole.clone();
            int flips = 1 + random.nextInt(3);
            for (int i = 0; i < flips; i++) {
                int at = random.nextInt(damaged.length);
                damaged[at] =
                        random.nextBoolean()
                                ? (byte) (damaged[at] ^ 1 << random.nextInt(8))
                                : new byte[] {0, -1, 127, -128}[random.nextInt(4)];
            }
            assertThat(outcome(damaged)).isNotBlank();
        }
    }

    @Test
    void damage_to_the_elements_is_seen_by_the_checksum() throws IOException {
        byte[] stored = Files.readAllBytes(FILES.resolve("bfloat16.npz"));
        stored[39 + 128 + 20] ^= 1; // headers of 39 bytes (and a name), of 128, then the elements
        assertThat(outcome(stored)).contains("zip member 'w.npy': its checksum is wrong");

        byte[] packed = zip("w.npy", npy("<f4", "(500,)", 2000), ZipEntry.DEFLATED);
        int crc = packed.length - 22 - 46 - 5 + 16;
        packed[crc] ^= 1;
        assertThat(outcome(packed)).contains("zip member 'w.npy': its checksum is wrong");
    }

    @Test
    void an_npy_header_is_taken_for_what_it_says_and_no_more() throws IOException {
        assertThat(outcome(npy("<f4", "(3,)", 12))).isEqualTo("loaded");
        assertThat(outcome(npy("<f4", "(3, )", 12))).isEqualTo("loaded");
        assertThat(outcome(npy("<f4", "(3L,)", 12))).isEqualTo("loaded");
        assertThat(outcome(npy(">V2", "(3,)", 6))).contains("of type '>V2', which no dtype holds");
        assertThat(outcome(npy("|V1", "(3,)", 3))).contains("of type '|V1', which no dtype holds");
        assertThat(outcome(npy("<U5", "(3,)", 60))).contains("of type '<U5', which no dtype holds");
        assertThat(outcome(npy("|O", "(3,)", 24))).contains("are Python objects ('|O'), a pickle");
        assertThat(outcome(npy("<f4", "(3,)", 11)))
                .contains("at byte 128: the array: F32 [3] takes 12 bytes, 11 follow the header");
        assertThat(outcome(npy("<f4", "(3,)", 13))).contains("takes 12 bytes, 13 follow");
        assertThat(outcome(npy("<f4", "(-3,)", 12))).contains("has no an extent here");
        assertThat(outcome(npy("<f4", "(9223372036854775807, 8)", 12)))
                .contains("the shape has too many elements");
        assertThat(outcome(npy("<f4", "(9223372036854775808,)", 12)))
                .contains("an extent of the shape is too large");
        assertThat(outcome(npy("<f8", "(4611686018427387904,)", 12)))
                .contains("has too many elements");
        assertThat(outcome(npy("<f4", "(" + "1, ".repeat(64) + ")", 4))).isEqualTo("loaded");
        assertThat(outcome(npy("<f4", "(" + "1, ".repeat(65) + ")", 4)))
                .contains("more than 64 axes");
        assertThat(outcome(npy("<f4', 'x': '", "(1,)", 4))).contains("unknown key 'x'");
        assertThat(outcome(npy("<f4', 'descr': '<f4", "(1,)", 4)))
                .contains("key 'descr' is there twice");
        assertThat(outcome(npy("<f4", "(1,), 'fortran_order': True", 4)))
                .contains("key 'fortran_order' is there twice");
    }

    @Test
    void a_zip_bomb_is_refused_before_it_unpacks() throws IOException {
        byte[] small = zip("w.npy", npy("|u1", "(100000,)", 100_000), ZipEntry.DEFLATED);
        int directory = small.length - 22 - 46 - 5;
        ByteBuffer bytes = ByteBuffer.wrap(small).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(directory + 24, Integer.MAX_VALUE);
        assertThat(outcome(small)).contains("cannot have 2147483647 bytes made of");
    }

    @Test
    void members_that_share_bytes_or_a_name_are_refused() throws IOException {
        byte[] one = Files.readAllBytes(FILES.resolve("bfloat16.npz"));
        int directory = one.length - 22 - 46 - 5;
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.write(one, 0, directory);
        twice.write(one, directory, 51);
        twice.write(one, directory, 51);
        twice.writeBytes(Arrays.copyOfRange(one, directory + 51, one.length));
        byte[] bytes = twice.toByteArray();
        ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        end.putShort(bytes.length - 12, (short) 2).putInt(bytes.length - 10, 102);
        assertThat(outcome(bytes)).contains("'w.npy' is there twice");

        byte[] many = Files.readAllBytes(FILES.resolve("numpy.npz"));
        ByteBuffer archive = ByteBuffer.wrap(many).order(ByteOrder.LITTLE_ENDIAN);
        int record = archive.getInt(many.length - 6);
        archive.putInt(record + 20, 400).putInt(record + 24, 400);
        assertThat(outcome(many)).contains("zip members 'weight.npy' and 'half.npy' overlap");
    }

    @Test
    void an_archive_that_claims_more_than_it_has_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("numpy.npz"));
        for (int value : new int[] {0, 1, 255, 0xffff}) {
            byte[] lies = whole.clone();
            ByteBuffer.wrap(lies)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort(lies.length - 12, (short) value);
            assertThat(outcome(lies)).contains("zip directory");
        }
    }

    @Test
    void encrypted_and_foreign_compression_are_named() throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("bfloat16.npz"));
        int directory = whole.length - 22 - 46 - 5;
        byte[] encrypted = whole.clone();
        encrypted[directory + 8] |= 1;
        assertThat(outcome(encrypted)).contains("zip member 'w.npy' is encrypted");
        byte[] lzma = whole.clone();
        lzma[directory + 10] = 14;
        assertThat(outcome(lzma)).contains("'w.npy' is compressed by method 14");
    }

    @Test
    void what_a_gguf_file_claims_is_bounded_by_what_is_there() throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("mlx.gguf"));
        for (int at : new int[] {8, 16}) {
            for (long lie : new long[] {1L << 62, -1, 1_000_000, 90_000}) {
                byte[] lies = whole.clone();
                ByteBuffer.wrap(lies).order(ByteOrder.LITTLE_ENDIAN).putLong(at, lie);
                assertThat(outcome(lies)).contains("are claimed");
            }
        }
        byte[] old = whole.clone();
        old[4] = 1;
        assertThat(outcome(old)).contains("at byte 4: GGUF version 1 is unknown");
        byte[] big = whole.clone();
        big[4] = 0;
        big[7] = 3;
        assertThat(outcome(big)).contains("a GGUF file (big endian)");
    }

    @Test
    void quantised_tensors_are_named_with_their_type() throws IOException {
        ByteBuffer file = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        file.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(1).putLong(0);
        file.putLong(1).put((byte) 'w').putInt(1).putLong(32).putInt(2).putLong(0);
        assertThat(outcome(file.array()))
                .contains("this is a GGUF file with quantised tensors ('w' is Q4_0), which cannot");
        file.putInt(24 + 8 + 1 + 4 + 8, 77);
        assertThat(outcome(file.array())).contains("tensor 'w' is of unknown type 77");
    }

    @Test
    void what_gguf_cannot_hold_is_refused_before_the_file_is_touched() {
        Path file = home.resolve("x.gguf");
        assertThatThrownBy(() -> ArrayFiles.saveGguf(file, Map.of("w", Array.of(1L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "saveGguf: tensor 'w' is I64; GGUF files of MLX hold F32, F16, I8, I16,"
                                + " I32");
        assertThatThrownBy(
                        () ->
                                ArrayFiles.saveGguf(
                                        file, Map.of("w", Array.ones(1, 1, 1, 1, 1, 1, 1, 1, 1))))
                .hasMessage("saveGguf: tensor 'w' has 9 axes, a GGUF file holds 8 at most");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_file_that_shrinks_after_it_was_opened_is_named() throws IOException {
        Path file = home.resolve("w.npz");
        Files.copy(FILES.resolve("numpy.npz"), file);
        try (Weights weights = Weights.load(file)) {
            Files.write(file, new byte[10]);
            for (Array array : weights.arrays().values()) {
                if (array.size() > 0) {
                    assertThatThrownBy(() -> array.stream((at, block) -> {}))
                            .isInstanceOf(CheckpointException.class)
                            .isNotInstanceOf(MalformedCheckpointException.class);
                }
            }
        }
    }

    /** An npy file with zeros for elements. */
    private static byte[] npy(String descr, String shape, int size) {
        String dict =
                "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape);
        int length = Math.ceilDiv(10 + dict.length() + 1, 64) * 64 - 10;
        length = Math.max(length, 118);
        ByteBuffer file = ByteBuffer.allocate(10 + length + size).order(ByteOrder.LITTLE_ENDIAN);
        file.put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) length);
        file.put(
                (dict + " ".repeat(length - dict.length() - 1) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        return file.array();
    }

    private static byte[] zip(String name, byte[] content, int method) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(method);
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setCrc(crc.getValue());
            entry.setSize(content.length);
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
        return out.toByteArray();
    }
}
