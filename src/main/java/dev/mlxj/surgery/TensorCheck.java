package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Comparison;
import dev.mlxj.array.kernel.Statistics;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.Names;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be said of a model without computing it: from its tensors, each for itself. */
final class TensorCheck {
    private TensorCheck() {}

    /**
     * The tensors that have NaN or infinities, a phrase for each, sorted by name.
     *
     * @param model its floating and complex tensors are read, and stored floats of 8 and 4 bits
     */
    static List<String> nonFinite(Checkpoint model, long memory) throws IOException {
        List<Entry> floats = new ArrayList<>();
        for (Entry entry : model.entries().values()) {
            if (canBeNonFinite(entry.dtype())) {
                floats.add(entry);
            }
        }
        floats.sort((a, b) -> NaturalOrder.INSTANCE.compare(a.name(), b.name()));
        Map<String, Statistics> statistics =
                Measurement.of(model, floats, false, true, memory).statistics().orElseThrow();
        List<String> findings = new ArrayList<>();
        for (Entry entry : floats) {
            Statistics found = statistics.get(entry.name());
            if (found != null && found.nan() + found.infinite() > 0) {
                findings.add(
                        Names.quote(entry.name())
                                + " has "
                                + found.nan()
                                + " NaN and "
                                + found.infinite()
                                + " Inf");
            }
        }
        return findings;
    }

    private static boolean canBeNonFinite(DType dtype) {
        return !dtype.isInteger() && dtype != DType.BOOL && dtype.bits() != 6;
    }

    /**
     * Compares every tensor with the reference's of its name: both must have it, in one shape, and
     * values must not lie further apart than the two dtypes explain.
     *
     * @param bounds for all tensors, where they were asked for
     * @return a sentence for each tensor that is not as it should be
     */
    static List<String> compare(
            Checkpoint model, Checkpoint reference, VerifyOptions.Bounds bounds, long memory)
            throws IOException {
        List<String> findings = new ArrayList<>();
        List<Entry> names = new ArrayList<>();
        List<ValuePass.Pair> pairs = new ArrayList<>();
        for (Entry entry : reference.entries().values()) {
            Entry own = model.entries().get(entry.name());
            if (own == null) {
                findings.add("missing: " + Names.quote(entry.name()));
            } else if (!own.shape().equals(entry.shape())) {
                findings.add(
                        "misshapen: "
                                + Names.quote(entry.name())
                                + " is "
                                + own.shape()
                                + ", in the reference "
                                + entry.shape());
            } else {
                names.add(own);
                pairs.add(pair(model.source(entry.name()), reference.source(entry.name()), bounds));
            }
        }
        for (String name : model.entries().keySet()) {
            if (!reference.entries().containsKey(name)) {
                findings.add("extra: " + Names.quote(name));
            }
        }
        findings.addAll(beyond(names, pairs, memory));
        return findings;
    }

    private static ValuePass.Pair pair(
            TensorSource own, TensorSource reference, VerifyOptions.Bounds bounds) {
        boolean same = own.dtype() == reference.dtype();
        Tolerance tolerance = Tolerance.between(own.dtype(), reference.dtype());
        double rtol = same ? 0 : tolerance.rtol();
        double atol = same ? 0 : tolerance.atol();
        return new ValuePass.Pair(
                own, reference, bounds.rtol().orElse(rtol), bounds.atol().orElse(atol));
    }

    private static List<String> beyond(List<Entry> names, List<ValuePass.Pair> pairs, long memory)
            throws IOException {
        List<String> findings = new ArrayList<>();
        List<Comparison> comparisons = ValuePass.of(pairs, memory);
        for (int i = 0; i < pairs.size(); i++) {
            if (comparisons.get(i).beyond() > 0) {
                findings.add(sentence(names.get(i), pairs.get(i), comparisons.get(i)));
            }
        }
        findings.sort(NaturalOrder.INSTANCE);
        return findings;
    }

    private static String sentence(Entry own, ValuePass.Pair pair, Comparison values) {
        String dtypes =
                pair.a().dtype() == pair.b().dtype()
                        ? "as both are " + pair.a().dtype()
                        : "from " + pair.b().dtype() + " to " + pair.a().dtype();
        return "differs: "
                + Names.quote(own.name())
                + ": "
                + values.beyond()
                + " of "
                + own.shape().elements()
                + " values by more than rounding explains "
                + dtypes
                + ", max abs "
                + values.maxAbs();
    }

    /** The coarsest floating dtype of a model; empty for a model without floats. */
    static Optional<DType> coarsest(Checkpoint model) {
        DType coarsest = null;
        for (Entry entry : model.entries().values()) {
            DType dtype = entry.dtype();
            boolean counts = canBeNonFinite(dtype) && dtype != DType.F8_E8M0;
            if (counts
                    && (coarsest == null
                            || Tolerance.unitRoundoff(dtype) > Tolerance.unitRoundoff(coarsest))) {
                coarsest = dtype;
            }
        }
        return Optional.ofNullable(coarsest);
    }
}
