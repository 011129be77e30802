package dev.mlxj.nn.layers;

import dev.mlxj.array.Array;

/** Many layers of one size, of which indices choose some for each input. */
public interface ExpertLayer {
    /**
     * The outputs of the chosen layers.
     *
     * @param x {@code [.., m, inputDims]}, whose axes in front broadcast with the indices
     * @param indices {@code [..]}, which of the layers
     * @return {@code [.., m, outputDims]}
     */
    Array forward(Array x, Array indices);
}
