package dev.mlxj.array;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.mlxj.array.kernel.Cast;
import dev.mlxj.array.kernel.Layouts;
import dev.mlxj.array.kernel.Overflow;
import dev.mlxj.array.kernel.SmallFloats;
import dev.mlxj.golden.GoldenCase;
import dev.mlxj.golden.GoldenCases;
import dev.mlxj.golden.TensorComparison;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;
import dev.mlxj.tensor.Tensor;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Casts, views and small floats, as the reference and {@code ml_dtypes} have them. */
class CastGoldenTest {

    @TestFactory
    Stream<DynamicTest> cast() {
        return GoldenCases.tests("cast", CastGoldenTest::run);
    }

    private static Map<String, Tensor> run(GoldenCase golden) {
        return switch (golden.op()) {
            case "mx.astype" -> astype(golden);
            case "mx.view" -> {
                Array x = Array.of(golden.input("x"));
                yield Map.of("y", x.view(dtype(golden.args(), "dtype")).tensor());
            }
            case "mx.from_fp8" -> Map.of("y", decode(DType.F8_E4M3, golden.input("codes")));
            case "smallfloat.decode" ->
                    Map.of("y", decode(dtype(golden.args(), "format"), golden.input("codes")));
            case "smallfloat.encode" -> encode(golden);
            default -> golden.skip("no operation " + golden.op());
        };
    }

    private static DType dtype(JsonNode args, String key) {
        return DType.named(args.path(key).asText()).orElseThrow();
    }

    private static Map<String, Tensor> astype(GoldenCase golden) {
        Tensor x = golden.input("x");
        DType to = dtype(golden.args(), "dtype");
        Tensor y = tensor(to, x.shape());
        Cast.cast(x.dtype(), x.bytes(), to, y.bytes(), x.shape().elements());
        Tensor array = Array.of(x).astype(to).tensor();
        TensorComparison.bits("case " + golden.id() + " as an array: y", y, array);
        if (golden.id().endsWith("-undefined")) {
            checkUndefined(golden.id(), x, y);
        }
        return Map.of("y", y);
    }

    /** What the reference leaves undefined goes as Java narrows. */
    private static void checkUndefined(String id, Tensor x, Tensor y) {
        for (long i = 0; i < x.shape().elements(); i++) {
            double value =
                    x.dtype() == DType.C64
                            ? TensorComparison.value(DType.F32, x.bytes(), 2 * i)
                            : TensorComparison.value(x.dtype(), x.bytes(), i);
            double expected =
                    switch (y.dtype()) {
                        case I8 -> (byte) (int) value;
                        case U8 -> (int) value & 0xff;
                        case I16 -> (short) (int) value;
                        case U16 -> (int) value & 0xffff;
                        case I32 -> (int) value;
                        case U32 -> (double) ((long) value & 0xffff_ffffL);
                        case I64 -> (double) (long) value;
                        case U64 ->
                                value >= 0x1p64
                                        ? 0x1p64
                                        : value < 0 ? (double) (long) value + 0x1p64 : value;
                        default -> throw new AssertionError(id + ": undefined only for integers");
                    };
            assertThat(TensorComparison.value(y.dtype(), y.bytes(), i))
                    .as("case %s[%d] of %s", id, i, value)
                    .isEqualTo(Double.isNaN(expected) ? 0 : expected);
        }
    }

    private static Tensor decode(DType format, Tensor codes) {
        Tensor y = tensor(DType.F32, codes.shape());
        for (long i = 0; i < codes.shape().elements(); i++) {
            int code = Byte.toUnsignedInt(codes.bytes().get(ValueLayout.JAVA_BYTE, i));
            y.bytes().set(Layouts.F32_LE, 4 * i, SmallFloats.of(format).decode(code));
        }
        return y;
    }

    /**
     * Each oracle has its mode: {@code ml_dtypes} overflows to NaN, MLX saturates, PyTorch
     * saturates E4M3 alone. Two differences are left: PyTorch's NaN of E5M2 is 0x7f, not 0x7e, and
     * the E8M0 nearest to 0 is the smallest, not NaN.
     */
    private static Map<String, Tensor> encode(GoldenCase golden) {
        DType format = dtype(golden.args(), "format");
        Tensor x = golden.input("x");
        Map<String, Tensor> codes = new HashMap<>();
        codes.put("mldtypes", encode(format, x, Overflow.NAN));
        codes.put("mlx", encode(format, x, Overflow.SATURATE_NAN));
        Tensor torch =
                encode(format, x, format == DType.F8_E4M3 ? Overflow.SATURATE : Overflow.NAN);
        for (long i = 0; i < torch.bytes().byteSize(); i++) {
            int code = torch.bytes().get(ValueLayout.JAVA_BYTE, i);
            if (format == DType.F8_E5M2 && (code & 0x7f) == 0x7e) {
                torch.bytes().set(ValueLayout.JAVA_BYTE, i, (byte) (code | 1));
            } else if (format == DType.F8_E8M0 && x.bytes().get(Layouts.F32_LE, 4 * i) == 0) {
                int smallest = SmallFloats.of(format).encode(0, Overflow.SATURATE);
                torch.bytes().set(ValueLayout.JAVA_BYTE, i, (byte) smallest);
            }
        }
        codes.put("torch", torch);
        return codes;
    }

    private static Tensor encode(DType format, Tensor x, Overflow overflow) {
        Tensor codes = tensor(DType.U8, x.shape());
        for (long i = 0; i < x.shape().elements(); i++) {
            float value = x.bytes().get(Layouts.F32_LE, 4 * i);
            int code = SmallFloats.of(format).encode(value, overflow);
            codes.bytes().set(ValueLayout.JAVA_BYTE, i, (byte) code);
        }
        return codes;
    }

    private static Tensor tensor(DType dtype, Shape shape) {
        byte[] bytes = new byte[Math.toIntExact(dtype.byteSize(shape.elements()))];
        return new Tensor(dtype, shape, MemorySegment.ofArray(bytes));
    }
}
