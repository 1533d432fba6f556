"""Referrals, section 47 enquiries, conferences, plans and contact strategies. No case is opened here yet."""
