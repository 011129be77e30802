package dev.mlxj.cli;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.surgery.PatchMap;
import dev.mlxj.surgery.Update;
import dev.mlxj.surgery.expression.Expression;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code mlxj update MODEL --from PATCH}. */
@Command(
        name = "update",
        description = "Writes a model with the parameters that a patch has, or that are computed.")
final class UpdateCommand implements Callable<Integer> {
    /** Which dtype a replaced parameter has. */
    enum DTypeSource {
        KEEP,
        PATCH
    }

    @Option(
            names = "--from",
            paramLabel = "PATCH",
            description = "A model with the new parameters, or some of them.")
    private @Nullable Path from;

    @Option(
            names = "--set",
            paramLabel = "NAME=EXPR",
            description = "Compute parameter NAME: 'x * 0.5', 'clip(x, -1, 1)', 0.")
    private List<String> set = new ArrayList<>();

    @Option(
            names = "--map",
            paramLabel = "OLD=NEW",
            description = "OLD in the patch, or all below it, is NEW in the model.")
    private List<String> map = new ArrayList<>();

    @Option(names = "--strict", description = "Names that the model lacks are an error (default).")
    private boolean strict;

    @Option(names = "--lenient", description = "Names that the model lacks are left out.")
    private boolean lenient;

    @Option(names = "--allow-reshape", description = "A parameter may get another shape.")
    private boolean allowReshape;

    @Option(
            names = "--allow-dtype",
            description = "Values of the patch may be rounded to the model's dtype.")
    private boolean allowDType;

    @Option(
            names = "--from-dtype",
            paramLabel = "WHICH",
            description = "Keep the model's dtype (keep, default) or take the patch's (patch).")
    private DTypeSource fromDType = DTypeSource.KEEP;

    @Mixin private ModelArgument model;
    @Mixin private OutputOptions output;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        if (from == null && set.isEmpty()) {
            throw new UsageException(
                    "nothing to update with", "give --from PATCH or --set NAME=EXPR");
        }
        if (strict && lenient) {
            throw new UsageException("--strict and --lenient contradict each other", null);
        }
        if (from == null && !map.isEmpty()) {
            throw new UsageException("--map is about the names of --from", null);
        }
        if (from != null) {
            ModelArgument.requireFile(from);
        }
        PatchMap names = new PatchMap(pairs());
        try (PatchFile patch = new PatchFile()) {
            return output.write(
                    model,
                    common,
                    "updated",
                    output.tensors("updated"),
                    source -> update(source, names).plan(source, patch.open()));
        }
    }

    /** The patch, opened after the model. */
    private final class PatchFile implements AutoCloseable {
        private @Nullable Checkpoint checkpoint;

        @Nullable Checkpoint open() throws IOException {
            if (from != null) {
                checkpoint = ModelArgument.open(from, common);
            }
            return checkpoint;
        }

        @Override
        public void close() throws IOException {
            if (checkpoint != null) {
                checkpoint.close();
            }
        }
    }

    private Update update(Checkpoint source, PatchMap names) {
        return new Update(
                names,
                expressions(source.entries().keySet()),
                lenient ? Update.UnknownNames.IGNORE : Update.UnknownNames.REFUSE,
                allowReshape,
                dtypes());
    }

    private Update.DTypes dtypes() {
        if (fromDType == DTypeSource.PATCH) {
            return Update.DTypes.TAKE;
        }
        return allowDType ? Update.DTypes.KEEP_ROUNDING : Update.DTypes.KEEP_EXACTLY;
    }

    private SequencedMap<String, String> pairs() {
        SequencedMap<String, String> pairs = new LinkedHashMap<>();
        for (String pair : map) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new UsageException("--map '" + pair + "': there is no '='", "write OLD=NEW");
            }
            String old = pair.substring(0, equals);
            if (pairs.put(old, pair.substring(equals + 1)) != null) {
                throw new UsageException("--map names '" + old + "' twice", null);
            }
        }
        return pairs;
    }

    private SequencedMap<String, Expression> expressions(Set<String> names) {
        SequencedMap<String, Expression> expressions = new LinkedHashMap<>();
        for (String assignment : set) {
            int equals = split(assignment, names);
            String name = assignment.substring(0, equals);
            if (expressions.put(name, Expression.parse(assignment.substring(equals + 1))) != null) {
                throw new UsageException("--set names '" + name + "' twice", null);
            }
        }
        return expressions;
    }

    /** Names may hold an equals sign themselves: the first that ends a known name counts. */
    private static int split(String assignment, Set<String> names) {
        int first = assignment.indexOf('=');
        if (first < 0) {
            throw new UsageException(
                    "--set '" + assignment + "': there is no '='", "write NAME=EXPR");
        }
        for (int at = first; at >= 0; at = assignment.indexOf('=', at + 1)) {
            if (names.contains(assignment.substring(0, at))) {
                return at;
            }
        }
        return first;
    }
}
