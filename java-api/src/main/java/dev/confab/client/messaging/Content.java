package dev.confab.client.messaging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a data set held at one moment: items, each with a key by which it is the same one later, and the state in which it was. Immutable; equal
 * only to itself.
 */
final class Content<T> {

    private static final Content<?> EMPTY =
            new Content<>(Collections.emptyList(), Collections.emptyList(), Collections.emptyList());

    private final List<T> items;
    private final List<Object> keys;
    private final List<Object> states;

    private Content(List<T> items, List<Object> keys, List<Object> states) {
        this.items = items;
        this.keys = keys;
        this.states = states;
    }

    @SuppressWarnings("unchecked") // It holds nothing.
    static <T> Content<T> empty() {
        return (Content<T>) EMPTY;
    }

    List<T> items() {
        return items;
    }

    /** Tells the way from another content to this one: what went, what came, what changed. */
    void tellSince(Content<T> before, DataSetChangedCallback<T> callback) {
        int same = 0;
        int shorter = Math.min(before.items.size(), items.size());
        // Nearly always something changed at the end only.
        while (same < shorter && isSame(before, same)) {
            same++;
        }
        // By key: the index before.
        Map<Object, Integer> old = new LinkedHashMap<>();
        for (int i = same; i < before.items.size(); i++) {
            old.put(before.keys.get(i), i);
        }
        List<T> added = new ArrayList<>();
        List<T> updated = new ArrayList<>();
        for (int i = same; i < items.size(); i++) {
            Integer index = old.remove(keys.get(i));
            if (index == null) {
                added.add(items.get(i));
            } else if (!before.states.get(index).equals(states.get(i))) {
                updated.add(items.get(i));
            }
        }
        List<T> removed = new ArrayList<>();
        old.values().forEach(index -> removed.add(before.items.get(index)));
        tell(removed, DataSetChangeType.REMOVED, callback);
        tell(added, DataSetChangeType.ADDED, callback);
        tell(updated, DataSetChangeType.UPDATED, callback);
    }

    private boolean isSame(Content<T> before, int index) {
        return before.keys.get(index) == keys.get(index) && before.states.get(index) == states.get(index);
    }

    private static <T> void tell(List<T> items, DataSetChangeType change, DataSetChangedCallback<T> callback) {
        if (!items.isEmpty()) {
            callback.onDataSetChanged(Collections.unmodifiableList(items), change);
        }
    }

    /** Collects a content. */
    static final class Builder<T> {
        private final List<T> items = new ArrayList<>();
        private final List<Object> keys = new ArrayList<>();
        private final List<Object> states = new ArrayList<>();

        /**
         * One more, at the end, which is the same one as long as it is the same object.
         *
         * @param state equal as long as the item has not changed
         */
        Builder<T> add(T item, Object state) {
            return add(item, item, state);
        }

        /**
         * One more, at the end.
         *
         * @param key equal for what is the same item
         * @param state equal as long as the item has not changed
         */
        Builder<T> add(T item, Object key, Object state) {
            items.add(item);
            keys.add(key);
            states.add(state);
            return this;
        }

        Content<T> build() {
            return items.isEmpty() ? empty() : new Content<>(Collections.unmodifiableList(items), keys, states);
        }
    }
}
