package dev.mlxj.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code mlxj completion bash|zsh|fish}: a script for a shell to read. */
@Command(
        name = "completion",
        description = "Prints a script that completes mlxj's commands and options in a shell.")
final class CompletionCommand implements Callable<Integer> {
    /** Shells that a script can be printed for. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    private Shell shell;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        common.out().print(Completion.script(shell, Mlxj.commandLine().getCommandSpec()));
        return ExitCode.OK;
    }
}
