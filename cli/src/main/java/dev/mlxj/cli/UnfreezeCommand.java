package dev.mlxj.cli;

import dev.mlxj.surgery.Freeze;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code mlxj unfreeze [MODEL]}. */
@Command(name = "unfreeze", description = "Marks parameters as trainable again.")
final class UnfreezeCommand implements Callable<Integer> {
    @Mixin private ModelArgument model;
    @Mixin private ChoiceOptions choice;
    @Mixin private OutputOptions output;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        Freeze freeze = new Freeze(Freeze.Direction.UNFREEZE, choice.toChoice());
        return output.freeze(model, common, "unfrozen", freeze);
    }
}
