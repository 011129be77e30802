package dev.mlxj.cli;

import dev.mlxj.surgery.Plan;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** {@code mlxj copy [MODEL] -o OUT}. */
@Command(
        name = "copy",
        description = "Writes a model anew: in shards, in one file, in the order of its kind.")
final class CopyCommand implements Callable<Integer> {
    @Mixin private ModelArgument model;
    @Mixin private OutputOptions output;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        return output.write(model, common, "copy", output.tensors("changed"), Plan::copyOf);
    }
}
