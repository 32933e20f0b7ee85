package dev.confab.client.messaging;

import java.util.List;

/**
 * Is told what changed in a {@link DataSet}.
 *
 * @param <T> what is in it
 */
@FunctionalInterface
public interface DataSetChangedCallback<T> {

    /**
     * Some items came, changed or went.
     *
     * @param items them, in their order in the set, or, for those that went, in the one that they had; never empty
     * @param change what happened to them
     */
    void onDataSetChanged(List<T> items, DataSetChangeType change);
}
