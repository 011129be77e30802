package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.Child;
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
    /** Decides who computes what. A module. */
    interface Router {
        /**
         * How much of each expert a token takes.
         *
         * @param x {@code [batch, length, hidden]}
         * @return {@code [batch, length, experts]}, 0 where an expert was not chosen
         */
        Array weights(Array x);
    }

    private final Child<Router> gate;
    private final Children<Layer> experts;

    MixtureOfExperts(Router gate, List<? extends Layer> experts) {
        this.gate = child("gate", gate);
        this.experts = children("experts", experts);
    }

    @Override
    public Array forward(Array x) {
        List<Array> weights = gate.value().weights(x).split(experts.size(), -1);
        Array sum = experts.getFirst().forward(x).multiply(weights.getFirst());
        for (int i = 1; i < experts.size(); i++) {
            sum = sum.add(experts.get(i).forward(x).multiply(weights.get(i)));
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
