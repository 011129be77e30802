package dev.mlxj.nn;

import dev.mlxj.array.Array;
import dev.mlxj.nn.layers.Linear;

/** The example of MLX's documentation. */
// @start region="mlp"
final class MyMLP extends Module implements Layer {
    private final Layer inProj;
    private final Layer outProj;

    MyMLP(int inDims, int outDims, int hiddenDims) {
        inProj = layer("in_proj", new Linear(inDims, hiddenDims));
        outProj = layer("out_proj", new Linear(hiddenDims, outDims));
    }

    MyMLP(int inDims, int outDims) {
        this(inDims, outDims, 16);
    }

    @Override
    public Array forward(Array input) {
        Array x = inProj.forward(input);
        x = x.maximum(0);
        return outProj.forward(x);
    }
}
// @end
