package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TransposedCopyTest {
    /** Each element holds its number, so where it came from can be read off. */
    @ParameterizedTest
    @CsvSource({
        "1, 9, 11",
        "3, 64, 64",
        "2, 65, 63",
        "5, 128, 130",
        "1, 200, 8",
        "4, 7, 129",
        "70, 9, 66"
    })
    void elements_come_from_where_the_axes_say(int a, int b, int c) {
        int[] extents = {a, b, c};
        int[][] orders = {{0, 2, 1}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}, {1, 0, 2}};
        for (DType dtype : new DType[] {DType.I8, DType.I16, DType.I32, DType.I64}) {
            Array x = counted(a, b, c).astype(dtype);
            for (int[] order : orders) {
                Array turned = x.transpose(order);
                long[] got = numbers(turned);
                long[] piped = numbers(turned.add(Array.of(0).astype(dtype)));
                long[] wanted = new long[got.length];
                int at = 0;
                for (int i = 0; i < extents[order[0]]; i++) {
                    for (int j = 0; j < extents[order[1]]; j++) {
                        for (int k = 0; k < extents[order[2]]; k++) {
                            int[] place = new int[3];
                            place[order[0]] = i;
                            place[order[1]] = j;
                            place[order[2]] = k;
                            long number = ((long) place[0] * b + place[1]) * c + place[2];
                            long expected = dtype == DType.I8 ? (byte) number : number;
                            expected = dtype == DType.I16 ? (short) number : expected;
                            wanted[at] = expected;

                            at++;
                        }
                    }
                }
                assertThat(got).isEqualTo(wanted);
                assertThat(piped).isEqualTo(wanted);
            }
        }
    }

    private static Array counted(int a, int b, int c) {
        long[] numbers = new long[a * b * c];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        return Array.of(new Tensor(DType.I64, Shape.of(a, b, c), MemorySegment.ofArray(numbers)));
    }

    private static long[] numbers(Array array) {
        // astype keeps the order in which the elements stand.
        Tensor tensor = Array.of(array.tensor()).astype(DType.I64).tensor();
        return tensor.bytes().toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }
}
