package dev.mlxj.cli;

import dev.mlxj.io.Checkpoint;
import dev.mlxj.surgery.FrozenSet;
import dev.mlxj.surgery.MetadataEdit;
import dev.mlxj.surgery.Plan;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;

/** {@code mlxj metadata [MODEL]}. */
@Command(name = "metadata", description = "Shows the free text of a model's header, or changes it.")
final class MetadataCommand implements Callable<Integer> {
    private static final String TOTAL_SIZE = "total_size";

    @Option(names = "--set", paramLabel = "K=V", description = "Give key K the value V.")
    private List<String> set = new ArrayList<>();

    @Option(names = "--unset", paramLabel = "K", description = "Take key K away.")
    private List<String> unset = new ArrayList<>();

    @Mixin private ModelArgument model;
    @Mixin private OutputOptions output;
    @Mixin private CommonOptions common;

    @Override
    public Integer call() throws Exception {
        if (set.isEmpty() && unset.isEmpty()) {
            return show();
        }
        MetadataEdit edit = edit();
        boolean[] changes = {false};
        return output.write(
                model,
                common,
                "metadata",
                _ -> changes[0] ? "metadata changed" : "nothing to change",
                source -> {
                    warnAbsent(source);
                    changes[0] = edit.changes(source.metadata());
                    return Plan.copyOf(source).with(edit);
                });
    }

    private Integer show() throws Exception {
        try (Checkpoint source = model.openHeader(common)) {
            if (common.json()) {
                WriteJson.metadata(common, model.path(), source.metadata());
                return ExitCode.OK;
            }
            source.metadata()
                    .forEach(
                            (key, value) ->
                                    common.out()
                                            .println(Escape.line(key) + "=" + Escape.line(value)));
        }
        return ExitCode.OK;
    }

    private MetadataEdit edit() {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (String assignment : set) {
            int equals = assignment.indexOf('=');
            if (equals < 0) {
                throw new UsageException(
                        "--set '" + assignment + "': there is no '='", "write K=V");
            }
            String key = assignment.substring(0, equals);
            if (key.isEmpty()) {
                throw new UsageException(
                        "--set '" + assignment + "': the key is empty", "write K=V");
            }
            if (values.put(key, assignment.substring(equals + 1)) != null) {
                throw new UsageException("--set names '" + key + "' twice", null);
            }
        }
        if (values.containsKey(TOTAL_SIZE) || unset.contains(TOTAL_SIZE)) {
            throw new UsageException("total_size is what the tensors take; it cannot be set", null);
        }
        LinkedHashSet<String> gone = new LinkedHashSet<>(unset);
        for (String key : values.keySet()) {
            if (gone.contains(key)) {
                throw new UsageException("'" + key + "' cannot be both set and unset", null);
            }
        }
        String frozen = values.remove(FrozenSet.KEY);
        if (frozen != null) {
            MetadataEdit freeze = MetadataEdit.of(FrozenSet.parse(frozen));
            values.putAll(freeze.set());
            gone.addAll(freeze.unset());
        }
        return new MetadataEdit(values, gone);
    }

    private void warnAbsent(Checkpoint source) {
        for (String key : unset) {
            if (!source.metadata().containsKey(key)) {
                common.warn("there is no metadata key '" + key + "'");
            }
        }
    }
}
