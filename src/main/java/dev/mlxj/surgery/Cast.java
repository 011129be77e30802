package dev.mlxj.surgery;

import dev.mlxj.array.kernel.Overflow;
import dev.mlxj.io.Checkpoint;
import dev.mlxj.io.Entry;
import dev.mlxj.io.Names;
import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.TensorSource;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * A model with chosen parameters in another dtype: {@code Module.apply(x -> x.astype(dtype))};
 * without a choice {@code Module.set_dtype}, which takes the floating parameters alone.
 *
 * @param choice which parameters; of them the floating ones (F64, F32, F16, BF16)
 * @param all whether integers, bool and complex numbers are cast too
 * @param overflow what becomes of numbers that an 8-bit float cannot hold
 * @param losses what becomes of a result with new infinities or numbers out of range
 */
public record Cast(DType dtype, Choice choice, boolean all, Overflow overflow, LossPolicy losses) {
    /**
     * The plan for a model. F8 and F4 are cast only where the choice names them; F6, which has no
     * agreed packing, never.
     *
     * @param warnings takes a sentence for each option that chooses nothing
     * @throws NothingChosenException if the choice is strict, and an option chooses nothing
     * @throws UnfitException if 6-bit floats would be cast, or a tensor has elements that do not
     *     fill whole bytes in the new dtype
     */
    public Plan plan(Checkpoint source, Consumer<String> warnings)
            throws IOException, NothingChosenException {
        if (dtype.bits() == 6) {
            throw unpacked("");
        }
        Choice.Selection selection = choice.select(dtypes(source));
        selection.idle().forEach(warnings);
        SequencedMap<String, Content> tensors = new LinkedHashMap<>(Plan.copyOf(source).tensors());
        for (String name : selection.paths()) {
            Entry entry = source.entries().get(name);
            if (entry != null && isCast(entry)) {
                requireWholeBytes(entry);
                TensorSource from = source.source(name);
                tensors.put(
                        name, new Content.Converted(from, dtype, entry.shape(), overflow, false));
            }
        }
        return new Plan(source, List.of(), tensors, MetadataEdit.NONE, losses);
    }

    private boolean isCast(Entry entry) throws UnfitException {
        DType stored = entry.dtype();
        if (stored == dtype) {
            return false;
        }
        if (stored.isArithmetic()) {
            return all || stored.isFloating();
        }
        boolean named = choice.names(entry.name(), stored);
        if (named && stored.bits() == 6) {
            throw unpacked("tensor " + Names.quote(entry.name()) + ": ");
        }
        return named;
    }

    private static UnfitException unpacked(String where) {
        return new UnfitException(
                List.of(where + "6-bit floats have no agreed packing, so they cannot be cast"),
                null);
    }

    private void requireWholeBytes(Entry entry) throws UnfitException {
        long elements = entry.shape().elements();
        if (dtype.bits() < 8 && elements % 2 != 0) {
            throw new UnfitException(
                    List.of(
                            "tensor %s: %d elements do not fill whole bytes in %s"
                                    .formatted(Names.quote(entry.name()), elements, dtype)),
                    "leave it out with `--except`");
        }
    }

    /** The dtype of each tensor of a model: what a choice looks at. */
    static SequencedMap<String, DType> dtypes(Checkpoint source) {
        SequencedMap<String, DType> dtypes = new LinkedHashMap<>();
        for (Entry entry : source.entries().values()) {
            dtypes.put(entry.name(), entry.dtype());
        }
        return dtypes;
    }
}
