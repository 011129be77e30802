package dev.mlxj.io.npz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.io.ArrayFile;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.TensorSource;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** An archive that is too large for the first zip: its zeros are holes of the file. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class Zip64Test {
    private static final long ELEMENTS = 5L << 30;

    @TempDir Path home;

    @Test
    void members_of_more_than_4_GiB_and_what_lies_behind_them_are_found() throws IOException {
        Path file = home.resolve("large.npz");
        ZipMember large = member("large", Shape.of(ELEMENTS), 0);
        ZipMember small = member("small", Shape.of(2), large.end());
        byte[] last = {7, 8};
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(out, large, Shape.of(ELEMENTS));
            write(out, small, Shape.of(2));
            out.write(ByteBuffer.wrap(last), small.end() - 2);
            long begin = small.end() - small.size() - ZipHeaders.localSize(small.name());
            byte[] first = ZipHeaders.record(large, 0);
            byte[] second = ZipHeaders.record(small, begin);
            long start = small.end();
            out.write(ByteBuffer.wrap(first), start);
            out.write(ByteBuffer.wrap(second), start + first.length);
            long size = first.length + (long) second.length;
            out.write(ByteBuffer.wrap(ZipHeaders.end(2, start, size)), start + size);
        }
        try (ArrayFile arrays = ArrayFile.open(file).orElseThrow()) {
            assertThat(arrays.content().arrays()).containsOnlyKeys("large", "small");
            TensorSource source =
                    Objects.requireNonNull(arrays.content().arrays().get("large")).source();
            assertThat(source.shape()).isEqualTo(Shape.of(ELEMENTS));
            byte[] end = {1, 1};
            source.read(ELEMENTS - 2, MemorySegment.ofArray(end));
            assertThat(end).containsExactly(0, 0);
            TensorSource behind =
                    Objects.requireNonNull(arrays.content().arrays().get("small")).source();
            assertThat(behind.dtype()).isEqualTo(DType.U8);
            behind.read(1, MemorySegment.ofArray(end).asSlice(0, 1));
            assertThat(end[0]).isEqualTo((byte) 8);
        }
    }

    /** What Python's zipfile writes for these numbers. */
    @Test
    void numbers_beyond_2_GiB_go_into_the_zip64_part_of_the_directory() {
        ZipMember member = new ZipMember("w.npy", false, 0x12345678, 55, 1L << 32, 1L << 32);
        assertThat(ZipHeaders.record(member, 1L << 33))
                .isEqualTo(
                        bytes(
                                "504b01022d032d00000000000000210078563412ffffffffffffffff0500"
                                    + "1c0000000000000000008001ffffffff772e6e7079010018000000000001"
                                    + "00000000000000010000000000000002000000"));
        assertThat(ZipHeaders.end(1, 1L << 33, 79))
                .isEqualTo(
                        bytes(
                                "504b06062c000000000000002d002d000000000000000000010000000000"
                                    + "000001000000000000004f000000000000000000000002000000504b0607"
                                    + "000000004f0000000200000001000000504b050600000000010001004f00"
                                    + "0000ffffffff0000"));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static ZipMember member(String name, Shape shape, long header) {
        String file = name + ".npy";
        long size = NpyHeader.of(DType.U8, shape).length + shape.elements();
        return new ZipMember(file, false, 0, header + ZipHeaders.localSize(file), size, size);
    }

    private static void write(FileChannel out, ZipMember member, Shape shape) throws IOException {
        long header = member.position() - ZipHeaders.localSize(member.name());
        for (byte[] part : List.of(ZipHeaders.local(member), NpyHeader.of(DType.U8, shape))) {
            out.write(ByteBuffer.wrap(part), header);
            header += part.length;
        }
    }
}
