package dev.mlxj.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.concurrent.Callable;

/** {@code mlxj help [COMMAND]}. */
@Command(name = "help", description = "Prints what a command does and what it takes.")
final class HelpCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "All commands when absent.")
    private @Nullable String command;

    @Mixin private CommonOptions common;

    @Override
    public Integer call() {
        CommandLine line = Mlxj.commandLine();
        if (command != null) {
            line = line.getSubcommands().get(command);
            if (line == null) {
                throw Misuse.unknownCommand(command);
            }
        }
        line.usage(common.out(), Terminal.scheme(common.colorsOut()));
        return ExitCode.OK;
    }
}
