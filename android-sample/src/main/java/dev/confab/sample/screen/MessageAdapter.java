package dev.confab.sample.screen;

import android.view.LayoutInflater;
import android.view.View;
import android.view.ViewGroup;
import androidx.recyclerview.widget.DiffUtil;
import androidx.recyclerview.widget.ListAdapter;
import androidx.recyclerview.widget.RecyclerView;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;

/** The message list. What has changed is found out by comparing rows, off the main thread. */
final class MessageAdapter extends ListAdapter<Row, MessageAdapter.Holder<? extends Row>> {

    private final PartViews parts;
    private final MessageActions actions;

    MessageAdapter(PartViews parts, MessageActions actions) {
        super(new Changes());
        // Rows come a little later than the screen: where it was scrolled to is kept until then.
        setStateRestorationPolicy(StateRestorationPolicy.PREVENT_WHEN_EMPTY);
        this.parts = parts;
        this.actions = actions;
    }

    /** Shows rows of one kind. */
    abstract static class Holder<T extends Row> extends RecyclerView.ViewHolder {

        private final Class<T> kind;

        Holder(View view, Class<T> kind) {
            super(view);
            this.kind = kind;
        }

        abstract void show(T row);

        final void bind(Row row) {
            show(kind.cast(row));
        }
    }

    /** The layout is the kind. */
    @Override
    public int getItemViewType(int position) {
        Row row = getItem(position);
        if (row instanceof Row.Bubble bubble) {
            return bubble.own() ? R.layout.row_own : R.layout.row_agent;
        } else if (row instanceof Row.Day) {
            return R.layout.row_day;
        } else if (row instanceof Row.Older) {
            return R.layout.row_older;
        } else if (row instanceof Row.Choices) {
            return R.layout.row_choices;
        }
        return R.layout.row_typing;
    }

    @Override
    public Holder<? extends Row> onCreateViewHolder(ViewGroup parent, int layout) {
        View view = LayoutInflater.from(parent.getContext()).inflate(layout, parent, false);
        if (layout == R.layout.row_own) {
            return new OwnHolder(view, parts, actions);
        } else if (layout == R.layout.row_agent) {
            return new AgentHolder(view, parts, actions);
        } else if (layout == R.layout.row_day) {
            return new SmallHolders.Day(view);
        } else if (layout == R.layout.row_older) {
            return new SmallHolders.Older(view, actions);
        } else if (layout == R.layout.row_choices) {
            return new SmallHolders.Choices(view, actions);
        }
        return new SmallHolders.Typing(view);
    }

    @Override
    public void onBindViewHolder(Holder<? extends Row> holder, int position) {
        holder.bind(getItem(position));
    }

    private static final class Changes extends DiffUtil.ItemCallback<Row> {
        @Override
        public boolean areItemsTheSame(Row before, Row after) {
            return before.key().equals(after.key());
        }

        @Override
        public boolean areContentsTheSame(Row before, Row after) {
            return before.equals(after);
        }
    }
}
