package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Children;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;
import dev.mlxj.tensor.DType;

import java.util.List;

/**
 * Several MLPs of which each token takes a few, as a router weighs them. Parameters: {@code gate},
 * {@code experts}.
 *
 * <p>Every expert is given every token, and what was not chosen is weighed with zero: the graph
 * does not depend on the values, and all experts have a gradient.
 *
 * @see <a href="https://arxiv.org/abs/1701.06538">Shazeer et al., Outrageously Large Neural
 *     Networks</a>
 */
class MixtureOfExperts extends Module implements Layer {
    private final ChildLayer gate;
    private final Layer choice;
    private final Children<Layer> experts;

    /**
     * A mixture.
     *
     * @param gate scores the experts for a token, {@code [.., hidden]} to {@code [.., experts]}
     * @param choice makes of the scores how much a token takes of each expert, 0 of most; same
     *     shape
     */
    MixtureOfExperts(Layer gate, Layer choice, List<? extends Layer> experts) {
        this.gate = layer("gate", gate);
        this.choice = choice;
        this.experts = children("experts", experts);
    }

    @Override
    public Array forward(Array x) {
        List<Array> shares = choice.forward(gate.forward(x)).split(experts.size(), -1);
        Array sum = experts.getFirst().forward(x).multiply(shares.getFirst());
        for (int i = 1; i < experts.size(); i++) {
            sum = sum.add(experts.get(i).forward(x).multiply(shares.get(i)));
        }
        return sum;
    }

    /**
     * Bool, of the shape of the scores: true for the greatest ones of each row.
     *
     * @param count how many, at most the extent of the last axis
     */
    static Array greatest(Array scores, int count) {
        Array chosen = scores.negative().argsort(-1).slice(-1, 0, count);
        Array none = Array.zeros(DType.F32, scores.shape().toArray());
        return none.putAlongAxis(chosen, Array.ones(DType.F32, 1), -1).greater(0);
    }
}
