package dev.mlxj.cli;

import dev.mlxj.surgery.LossText;
import dev.mlxj.surgery.WriteReport;
import dev.mlxj.surgery.WriteReport.Change;
import dev.mlxj.surgery.WriteReport.State;

import org.jspecify.annotations.Nullable;

/** What a command that writes tells a person, on standard error. */
final class WriteText {
    private final CommonOptions common;
    private final boolean dryRun;

    WriteText(CommonOptions common, boolean dryRun) {
        this.common = common;
        this.dryRun = dryRun;
    }

    void print(WriteReport report) {
        for (Change change : report.tensors()) {
            if (!change.losses().isNone()) {
                common.note(LossText.of(change.name(), change.losses()));
            } else if (change.rewritten() && (dryRun || common.verbosity() > 0)) {
                common.note(line(change));
            }
        }
    }

    /** {@code 'wte.weight': F32 [4, 2] -> F16 [4, 2]}. */
    private static String line(Change change) {
        return "'"
                + Escape.line(change.name())
                + "': "
                + text(change.before())
                + " -> "
                + text(change.after());
    }

    private static String text(@Nullable State state) {
        return state == null ? "nothing" : state.dtype() + " " + state.shape();
    }

    /**
     * The last line.
     *
     * @param verb what was done to a tensor that is rewritten: {@code cast to F16}
     */
    static String summary(WriteReport report, String verb, boolean dryRun) {
        if (report.files().isEmpty()) {
            return "nothing to change";
        }
        StringBuilder line = new StringBuilder();
        line.append(Quantity.count(report.rewritten())).append(" of ");
        line.append(Quantity.of(report.tensors().size(), "tensor"));
        line.append(dryRun ? " would be " : " ").append(verb);
        line.append("; ").append(Quantity.bytes(report.bytesRead()));
        line.append(dryRun ? " to read, " : " read, ");
        line.append(Quantity.bytes(report.bytesWritten()));
        line.append(dryRun ? " to write" : " written");
        return line.toString();
    }
}
