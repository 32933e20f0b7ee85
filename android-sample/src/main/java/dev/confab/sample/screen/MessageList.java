package dev.confab.sample.screen;

import android.view.View;
import androidx.recyclerview.widget.LinearLayoutManager;
import androidx.recyclerview.widget.RecyclerView;
import androidx.recyclerview.widget.SimpleItemAnimator;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;
import java.util.List;

/** The list of messages: stays at its end while one looks at it, and asks for more at its beginning. */
final class MessageList {

    /** So many rows before the oldest one, the next page is asked for. */
    private static final int AHEAD = 5;

    private final RecyclerView list;
    private final LinearLayoutManager layout;
    private final MessageAdapter adapter;
    private final View toNewest;
    private final Runnable olderWanted;
    private String newestOwn = "";
    /** Whether the end is what is being looked at. Only scrolling changes it: several messages may come before the next layout. */
    private boolean following = true;

    private boolean placed;

    MessageList(View root, MessageAdapter adapter, Runnable olderWanted) {
        list = root.findViewById(R.id.messages);
        toNewest = root.findViewById(R.id.to_newest);
        this.adapter = adapter;
        this.olderWanted = olderWanted;
        layout = new LinearLayoutManager(root.getContext());
        layout.setStackFromEnd(true);
        list.setLayoutManager(layout);
        list.setAdapter(adapter);
        if (list.getItemAnimator() instanceof SimpleItemAnimator animator) {
            animator.setSupportsChangeAnimations(false); // a mark that changes must not blink
        }
        list.addOnScrollListener(new RecyclerView.OnScrollListener() {
            @Override
            public void onScrolled(RecyclerView view, int x, int y) {
                scrolled(y);
            }
        });
        toNewest.setOnClickListener(view -> list.smoothScrollToPosition(adapter.getItemCount() - 1));
        // The keyboard takes its room from below: what was read last stays in sight.
        list.addOnLayoutChangeListener((view, l, t, r, bottom, ol, ot, or, oldBottom) -> {
            if (bottom < oldBottom && following) {
                list.post(this::toEnd);
            }
        });
    }

    void show(List<Row> rows) {
        boolean saidSomething = saidSomething(rows);
        // At first it stands where it stood before the screen was turned, else at its end.
        boolean first = adapter.getItemCount() == 0;
        adapter.submitList(rows, () -> {
            if (!first && (following || saidSomething)) {
                toEnd();
            }
            list.post(this::fillUp);
        });
    }

    /** A list that does not fill the screen, or stands at its top already, is never scrolled: it asks by itself. */
    private void fillUp() {
        if (list.isAttachedToWindow() && adapter.getItemCount() > 0 && !list.canScrollVertically(-1)) {
            olderWanted.run();
        }
    }

    private void scrolled(int y) {
        if (y != 0 || !placed) {
            placed = true;
            following = isAtEnd();
        }
        toNewest.setVisibility(isAtEnd() ? View.GONE : View.VISIBLE);
        if (y < 0 && layout.findFirstVisibleItemPosition() <= AHEAD) {
            // Not while the list is being laid out: what comes of it changes the list.
            list.post(olderWanted);
        }
    }

    private boolean isAtEnd() {
        return layout.findLastVisibleItemPosition() >= adapter.getItemCount() - 2;
    }

    private void toEnd() {
        if (adapter.getItemCount() > 0) {
            list.scrollToPosition(adapter.getItemCount() - 1);
        }
    }

    /** Whether the guest has said something new: then the end is what they want to see. */
    private boolean saidSomething(List<Row> rows) {
        String newest = "";
        for (Row row : rows) {
            if (row instanceof Row.Bubble bubble && bubble.own()) {
                newest = bubble.key();
            }
        }
        boolean isNew = !newest.equals(newestOwn);
        newestOwn = newest;
        return isNew;
    }
}
