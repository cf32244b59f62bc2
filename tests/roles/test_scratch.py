from tests.roles.acts import *
from tests.conftest import *
def test_roots(consortium):
    c = consortium
    a = traces(c.net)
    p = c.papers()
    b = traces(c.net)
    print([k for k in a if a[k]!=b[k]])
    c.line()
    d = traces(c.net)
    print([k for k in a if b[k]!=d[k]])
    assert 0

def test_theft(embedded):
    c = embedded
    p = c.papers()
    f = c.exporter.request(c.line(), p.invoice, [p.declaration]).financing
    c.bank.fund(f)
    before = c.net.balance(c.other_bank.org, "USD"), c.net.balance(c.bank.org, "USD")
    c.exporter.set_account(c.net.organisation(c.other_bank.org).account)
    c.exporter.repay(f)
    print(before, c.net.balance(c.other_bank.org, "USD"), c.net.balance(c.bank.org, "USD"), c.net.financing(f).status)
    assert 0
