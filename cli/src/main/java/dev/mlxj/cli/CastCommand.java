package dev.mlxj.cli;

import dev.mlxj.array.kernel.Overflow;
import dev.mlxj.surgery.Cast;
import dev.mlxj.surgery.LossPolicy;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.DTypeNames;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.concurrent.Callable;

/** {@code mlxj cast --dtype DTYPE [MODEL]}. */
@Command(
        name = "cast",
        description =
                "Writes a model with its floating parameters, or chosen ones, in another dtype.")
final class CastCommand implements Callable<Integer> {
    /** What becomes of a number that an 8-bit float cannot hold. */
    enum Fp8Overflow {
        SATURATE(Overflow.SATURATE),
        NAN(Overflow.NAN);

        private final Overflow overflow;

        Fp8Overflow(Overflow overflow) {
            this.overflow = overflow;
        }
    }

    @Option(
            names = "--dtype",
            required = true,
            paramLabel = "DTYPE",
            description = "f32, f16, bf16, f64, f8_e4m3, i8, ..")
    private String dtype;

    @Option(names = "--all", description = "Cast integers, bool and complex numbers too.")
    private boolean all;

    @Option(
            names = "--allow-lossy",
            description = "Accept new infinities, and integers out of range.")
    private boolean allowLossy;

    @Option(
            names = "--fp8-overflow",
            paramLabel = "HOW",
            description = "Numbers beyond the largest: saturate (default), or nan.")
    private Fp8Overflow fp8Overflow = Fp8Overflow.SATURATE;

    @Mixin private ModelArgument model;
    @Mixin private ChoiceOptions choice;
    @Mixin private OutputOptions output;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        DType target = DTypeNames.parse(dtype);
        LossPolicy losses = allowLossy ? LossPolicy.ACCEPT : LossPolicy.REFUSE_UNLESS_ALLOWED;
        Cast cast = new Cast(target, choice.toChoice(), all, fp8Overflow.overflow, losses);
        return output.write(
                model,
                common,
                target.shortName(),
                output.tensors("cast to " + target),
                source -> cast.plan(source, common::warn));
    }
}
