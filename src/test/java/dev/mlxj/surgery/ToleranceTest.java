package dev.mlxj.surgery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlxj.array.kernel.Codec;
import dev.mlxj.tensor.DType;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.MemorySegment;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ToleranceTest {
    /** Each value is within the bound of its rounding, whichever of the two is the reference. */
    @Property(tries = 5000)
    void one_rounding_is_explained(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);
        for (DType dtype : new DType[] {DType.F16, DType.BF16, DType.F8_E4M3, DType.F8_E5M2}) {
            float rounded = rounded(dtype, value);
            if (Float.isFinite(value) && Math.abs(value) <= largest(dtype)) {
                Tolerance tolerance = Tolerance.between(dtype, DType.F32);
                double distance = Math.abs((double) value - rounded);

                assertThat(distance)
                        .as("%s in %s", value, dtype)
                        .isLessThanOrEqualTo(bound(tolerance, value))
                        .isLessThanOrEqualTo(bound(tolerance, rounded));
            }
        }
    }

    private static double bound(Tolerance tolerance, float reference) {
        return tolerance.atol() + tolerance.rtol() * Math.abs(reference);
    }

    private static float largest(DType dtype) {
        return switch (dtype) {
            case F16 -> 65504;
            case F8_E4M3 -> 448;
            case F8_E5M2 -> 57344;
            default -> 0x1.fep127f;
        };
    }

    private static float rounded(DType dtype, float value) {
        Codec codec = Codec.of(dtype);
        MemorySegment bytes = MemorySegment.ofArray(new byte[2]);
        float[] block = {value};
        codec.store(block, 0, bytes, 0, 1);
        codec.load(bytes, 0, block, 0, 1);
        return block[0];
    }

    @ParameterizedTest
    @CsvSource({
        "F32, F32, 1e-5, 1e-8",
        "F16, F32, 0.00390625, 1.220703125e-4",
        "F32, BF16, 0.03125, 0.0078125",
        "F16, BF16, 0.03125, 0.0078125",
        "F8_E4M3, F16, 0.5, 2"
    })
    void the_coarser_dtype_decides(DType a, DType b, double relativeRms, double kl) {
        assertThat(Tolerance.between(a, b).relativeRms()).isEqualTo(relativeRms);
        assertThat(Tolerance.between(a, b).kl()).isEqualTo(kl);
    }
}
