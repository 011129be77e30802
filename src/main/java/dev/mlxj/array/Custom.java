package dev.mlxj.array;

import dev.mlxj.tensor.DType;
import dev.mlxj.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/**
 * One result of a function that has a gradient of its own. The inputs are the function's arguments
 * and then all of its results, which were computed apart from any gradient.
 *
 * @param rule the gradient
 * @param arguments how many of the inputs are arguments
 * @param index which of the results this is
 */
record Custom(Grad.Rule rule, int arguments, int index) implements Primitive {
    @Override
    public Shape shape(List<Array> in) {
        return in.get(arguments + index).shape();
    }

    @Override
    public DType dtype(List<Array> in) {
        return in.get(arguments + index).dtype();
    }

    @Override
    public View eval(List<View> in) {
        return in.get(arguments + index);
    }

    /** The rule of many is that of one, done for many. */
    @Override
    public Array batched(List<Array> in) {
        Grad.Rule ofMany =
                (given, cotangents, results) -> {
                    List<Array> all = new ArrayList<>(given);
                    all.addAll(cotangents);
                    all.addAll(results);
                    int behind = given.size() + cotangents.size();
                    return Vmap.of(
                                    one ->
                                            rule.gradients(
                                                    one.subList(0, given.size()),
                                                    one.subList(given.size(), behind),
                                                    one.subList(behind, one.size())))
                            .apply(all);
                };
        return Array.of(new Custom(ofMany, arguments, index), in);
    }

    @Override
    public List<Array> vjp(List<Array> in, Array out, Array cotangent) {
        List<Array> results = in.subList(arguments, in.size());
        List<Array> cotangents = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Array result = results.get(i);
            cotangents.add(
                    i == index ? cotangent : Array.zeros(result.dtype(), result.shape().toArray()));
        }
        return rule.gradients(in.subList(0, arguments), cotangents, results);
    }
}
