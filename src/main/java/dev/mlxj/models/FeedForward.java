package dev.mlxj.models;

import dev.mlxj.array.Array;
import dev.mlxj.nn.ChildLayer;
import dev.mlxj.nn.Layer;
import dev.mlxj.nn.Module;

/**
 * {@code down(activation(up(x)))}, each place for itself: the second half of a block.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al., Attention Is All You Need</a>
 */
final class FeedForward extends Module implements Layer {
    private final ChildLayer up;
    private final ChildLayer down;
    private final Layer activation;

    /**
     * @param upName what the family calls {@code up}, and {@code downName} likewise
     */
    FeedForward(String upName, Layer up, Layer activation, String downName, Layer down) {
        this.up = layer(upName, up);
        this.down = layer(downName, down);
        this.activation = activation;
    }

    @Override
    public Array forward(Array x) {
        return down.forward(activation.forward(up.forward(x)));
    }
}
