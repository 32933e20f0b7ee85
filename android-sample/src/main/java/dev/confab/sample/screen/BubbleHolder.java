package dev.confab.sample.screen;

import android.content.Context;
import android.view.View;
import android.widget.LinearLayout;
import androidx.core.view.ViewCompat;
import dev.confab.sample.R;
import dev.confab.sample.chat.Row;

/** What messages of both sides have in common. */
abstract class BubbleHolder extends MessageAdapter.Holder<Row.Bubble> {

    private final PartViews parts;
    private final MessageActions actions;
    private final LinearLayout content;
    private int copyAction = View.NO_ID;

    BubbleHolder(View view, PartViews parts, MessageActions actions) {
        super(view, Row.Bubble.class);
        this.parts = parts;
        this.actions = actions;
        content = view.findViewById(R.id.content);
    }

    /** Shows what the message holds. */
    final void fill(Row.Bubble row) {
        parts.fill(content, row);
        // Inside a group bubbles stand close together; cards and pictures, which have borders, do not.
        int space = row.first() ? 6 : row.text().isEmpty() ? 8 : 2;
        int gap = (int) (space * itemView.getResources().getDisplayMetrics().density);
        itemView.setPaddingRelative(itemView.getPaddingStart(), gap, itemView.getPaddingEnd(), 0);
    }

    /** Who hears the screen, hears the whole message in one go; what can be touched in it comes after that. */
    final void speak(Row.Bubble row, String author, String how) {
        Context context = itemView.getContext();
        itemView.setContentDescription(
                context.getString(R.string.message_spoken, author, PartWords.all(context, row), how));
        ViewCompat.setScreenReaderFocusable(itemView, true);
        if (copyAction != View.NO_ID) {
            ViewCompat.removeAccessibilityAction(itemView, copyAction);
            copyAction = View.NO_ID;
        }
        if (!row.text().isEmpty()) {
            copyAction = ViewCompat.addAccessibilityAction(
                    itemView, context.getString(R.string.action_copy), (view, arguments) -> {
                        actions.copy(row.text());
                        return true;
                    });
        }
    }
}
