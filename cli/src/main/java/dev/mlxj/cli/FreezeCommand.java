package dev.mlxj.cli;

import dev.mlxj.surgery.Freeze;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code mlxj freeze [MODEL]}. */
@Command(
        name = "freeze",
        description =
                "Marks parameters as frozen, in the metadata: training leaves them as they are.")
final class FreezeCommand implements Callable<Integer> {
    @Mixin private ModelArgument model;
    @Mixin private ChoiceOptions choice;
    @Mixin private OutputOptions output;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        Freeze freeze = new Freeze(Freeze.Direction.FREEZE, choice.toChoice());
        return output.freeze(model, common, "frozen", freeze);
    }
}
